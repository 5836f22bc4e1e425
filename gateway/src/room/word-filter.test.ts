import { expect, test, vi } from 'vitest';
import { MAX_SHARING, WordFilter, WordFilters, isBlockable, isOverShared } from './word-filter.ts';

function finds(word: string, ...texts: readonly string[]): void {
  const filter = new WordFilter([word]);
  for (const text of texts) expect(filter.find(text), `${word} in "${text}"`).toBe(word);
}

function passes(word: string, ...texts: readonly string[]): void {
  const filter = new WordFilter([word]);
  for (const text of texts) expect(filter.find(text), `${word} in "${text}"`).toBeUndefined();
}

test('7.16: width, case, accents, look-alikes, signs and digits are levelled', () => {
  finds('scam', 'SCAM', 'ｓｃａｍ', 'šçäm', 'ѕсаm', '𝕤𝕔𝕒𝕞', '🆂🅲🅰🅼', '$cam', 'sc4m', 'sc@m', 'ꜱᴄᴀᴍ');
  finds('fall', 'faII', 'fa1l', 'fa|l');
  finds('μάλα', 'ΜΑΛΑ', 'μαλα');
});

test('7.16: spaces, invisible characters, punctuation, emoji and strikes between letters do not hide a word', () => {
  finds('scam', 's c a m', 's.c.a.m', 's\u200bc\u200da\u00adm', 's🔥c🔥a🔥m', 's̶c̶a̶m̶', 'sc am', "sca'm", 's\u3164cam');
  finds('骗子', '骗 子', '骗*子', '你是骗.子吗');
  finds('바보', '바 보');
});

test('7.16: repeated letters are one, but a word needs as many as it has', () => {
  finds('boot', 'booooot', 'bbboottt', 'boo-ot');
  finds('バカ', 'バーカ', 'ﾊﾞｶｯ', 'バカァ');
  passes('boot', 'bot', 'b o t');
  passes('as', 'a');
  finds('kill ill', 'kiill   illl');
});

test('7.17: a word of an alphabet stands alone; of a script without spaces anywhere', () => {
  passes('ass', 'class', 'assess', 'passable', 'as soon', 'as such');
  finds('ass', 'ass!', '"ass"', 'ass.', '你ass我', 'ass2', 'what an ass sir');
  finds('骗子', '大骗子们');
  passes('시발', '다시 발생');
});

test('7.17: words that only meet across spaces or apostrophes are no blocked word', () => {
  passes('shut', "it's hut 5", 'his hut');
  passes('shit', "it's hit 100", '5 hit combo');
  passes('sex', "my friend's ex", 'yes ex');
});

test('7.17: digits alone are no word, and l is no i', () => {
  passes('ass', '455', 'A55');
  passes('fail', 'fall');
  passes('city', 'c1t');
  finds('64', 'the 64', '64!');
  passes('64', '1964', '640');
});

test('7.17: * stands for up to eight letters, ? for one, and at the ends for more of the word', () => {
  finds('scam*', 'scammers', 's c a m m e r s');
  finds('*scam', 'megascam');
  finds('*scam*', 'megascammers');
  passes('scam*', 'megascam');
  finds('sc?m', 'scum', 'scam', 'sccoom');
  passes('sc?m', 'scm', 'scream');
  finds('sc*m', 'scm', 'scream', 'SC_REAM');
  passes('sc*m', 'sc and m', 'screamingly loud m');
});

test('a phrase is found with or without its spaces, and its own spaces are no disguise', () => {
  finds('buy followers', 'Buy  FOLLOWERS now', 'buy.followers', 'buyfollowers', 'b u y f o l l o w e r s');
  passes('buy followers', 'buy some followers');
});

test('what holds no letter can be blocked by nobody', () => {
  for (const word of ['', '*', '***', '?', '*a*b*c*d*', '!!!', '\u200b', 'a*'])
    expect(isBlockable(word), word).toBe(false);
  for (const word of ['a', '傻', '64', 'a*b']) expect(isBlockable(word), word).toBe(true);
  expect(new WordFilter(['*', '']).find('anything')).toBeUndefined();
});

test('a text that grows under normalisation, and one full of wildcards bait, cost no more than others', () => {
  const filter = new WordFilter(['a*a*b', 'aa*aa*c', 'a?a*d']);
  const texts = ['a e '.repeat(100), 'a'.repeat(400), '\ufdfa'.repeat(400), 'ac'.repeat(200)];
  for (const text of texts) expect(filter.find(text), text).toBeUndefined();
});

/** Words that differ before a wildcard and share what comes after. */
function sharing(count: number): readonly string[] {
  const letters = 'bcdefghkmnprstuwxyz';
  const letter = (index: number) => letters[index % letters.length] ?? '';
  return Array.from({ length: count }, (_, index) => {
    const start = [index, Math.floor(index / 19), Math.floor(index / 361), Math.floor(index / 6859)].map(letter);
    return `${start.join('a')}*qjjjlqlqlqlqlqlq`;
  });
}

test('7.17: words may share their longest part, up to a hundred of them, and a list gone beyond costs no more per word', () => {
  expect(isOverShared(sharing(MAX_SHARING))).toBe(false);
  expect(isOverShared([...sharing(MAX_SHARING), ...sharing(MAX_SHARING)])).toBe(false);
  expect(isOverShared(sharing(MAX_SHARING + 1))).toBe(true);
  const some = sharing(MAX_SHARING);
  const bait = 'qjlqlqlqlqlqlq '.repeat(5);
  const filter = new WordFilter(some);
  expect(some.map((word) => filter.find(bait + word.replace('*', 'o')))).toEqual(some);
  // Compared in pairs these would take minutes.
  const many = sharing(4000);
  expect(new WordFilter(many).find(`bababab ${bait}`)).toBeUndefined();
});

test('the filters of many busy rooms are all kept ready, and of equal lists only one', () => {
  const lists = Array.from({ length: 200 }, (_, index) => JSON.stringify([`scam${index + 100}`]));
  const filters = new WordFilters();
  const parse = vi.spyOn(JSON, 'parse');
  for (let round = 0; round < 3; round += 1) {
    for (const [index, list] of lists.entries()) expect(filters.find(`a scam${index + 100}`, list)).toBeDefined();
  }
  const built = parse.mock.calls.length;
  parse.mockRestore();
  expect(built).toBe(lists.length);
});
