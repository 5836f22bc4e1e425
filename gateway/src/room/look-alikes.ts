/**
 * Which characters are taken for which letter, by eye. What NFKC already makes one (full width, mathematical, circled
 * letters) and letters with accents are not listed. Case matters only where capitals look different from small letters.
 */

/** Per letter, what is read as it. `l` reads as `i` and `v` as `u`: in many spellings nobody can tell them apart. */
const READ_AS: Readonly<Record<string, string>> = {
  a: 'аɑαᴀɐΛ∀Ꭺ',
  b: 'вьβʙɓƀßƅᏼ',
  c: 'сϲᴄɔƈᏟ',
  d: 'ԁɗđðᴅɖժᎠ',
  e: 'еєεɛᴇǝəɘ℮ҽΣᎬ',
  f: 'ƒϝғꜰɟքẝ',
  g: 'ɡɢցǥɠԍƃᏀ',
  h: 'нһʜħΗɦհɥҥңᎻ',
  i: 'іιıɪᎥlӏʟłɫɭᏞ',
  j: 'јϳʝᴊɉյᎫ',
  k: 'кκᴋƙĸқҡʞᏦ',
  m: 'мᴍɱΜɯᎷ',
  n: 'пηɴŋոռɲΝ',
  o: 'оοσᴏøɵөօ০ଠᎾ',
  p: 'рρᴘþƥᏢ',
  q: 'ԛգɋ',
  r: 'гʀɾɹяʁɍᏒ',
  s: 'ѕꜱʂƨςտᏚ',
  t: 'тτᴛŧʇƭᎢ',
  u: 'υսᴜμʊvνѵᴠʌʋᏙ',
  w: 'ԝωшᴡʍաѡᎳ',
  x: 'хχҳӽ',
  y: 'уγʏүұΥყɣʎᎩ',
  z: 'ᴢζʐƶȥᏃ',
};

/** Digits that stand for letters. */
const DIGITS = { 0: 'o', 1: 'i', 2: 'z', 3: 'e', 4: 'a', 5: 's', 6: 'g', 7: 't', 8: 'b', 9: 'g' } as const;

/** Signs that are nothing but letters where they stand at one. */
const LOOSE_SIGNS = { '@': 'a', $: 's', '€': 'e', '£': 'i', '¥': 'y', '¢': 'c', '§': 's', '†': 't' } as const;

/** Signs that end or open a phrase elsewhere: letters only between letters. */
const TIGHT_SIGNS = { '!': 'i', '|': 'i', '¡': 'i', '+': 't', '(': 'c', '<': 'c', '×': 'x', '√': 'u' } as const;

const LETTERS = new Map<number, number>();
for (const [letter, others] of Object.entries(READ_AS)) {
  for (const other of others) LETTERS.set(code(other), code(letter));
}
const SIGNS = new Map<number, { readonly letter: number; readonly isTight: boolean }>();
for (const [sign, letter] of Object.entries(LOOSE_SIGNS))
  SIGNS.set(code(sign), { letter: code(letter), isTight: false });
for (const [sign, letter] of Object.entries(TIGHT_SIGNS))
  SIGNS.set(code(sign), { letter: code(letter), isTight: true });
const DIGIT_LETTERS = new Map(Object.entries(DIGITS).map(([digit, letter]) => [code(digit), code(letter)]));

/** The letter that the letter or digit `unit` is read as: itself when it looks like no other. */
export function letterOf(unit: number): number {
  return LETTERS.get(unit) ?? DIGIT_LETTERS.get(unit) ?? unit;
}

/** The letter that a sign may stand for, and whether only between letters. */
export function signOf(unit: number): { readonly letter: number; readonly isTight: boolean } | undefined {
  return SIGNS.get(unit);
}

/** Runs of 26 letters in pictures that NFKC leaves alone: negative circled, negative squared, regional indicators. */
const PICTURE_ALPHABETS = [0x1f150, 0x1f170, 0x1f1e6] as const;

/** The letter in a picture (`🅰`), if it is one. */
export function pictureLetter(codePoint: number): number | undefined {
  const first = PICTURE_ALPHABETS.find((start) => codePoint >= start && codePoint < start + 26);
  return first === undefined ? undefined : code('a') + codePoint - first;
}

function code(char: string): number {
  return char.charCodeAt(0);
}
