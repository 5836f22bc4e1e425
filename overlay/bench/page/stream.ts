/**
 * The comments that every system gets, the same for the same seed: 30 % repeats; Chinese, Japanese, English and emoji;
 * three sizes. Nothing here asks a clock or a random number of its own.
 */
import type { Size } from '@danmaku-live/protocol';

export interface StreamComment {
  readonly id: string;
  readonly text: string;
  readonly size: Size;
  readonly color: string;
}

/** Share of comments that say what was said a moment ago. */
const REPEATS = 0.3;
/** How many of the last texts a repeat chooses from. */
const RECENT = 40;

const HAN =
  '的一是不了人我在有他这中大来上国个到说们为子和你地出道也时年得就那要下以生会自着去之过家学对可她里后小么心多天而能好都然没日于起还发成事只作当想看文无开手用主行方又如前所本见经头面公同三已老从动两长知民样现分将外但身些与高意进把法此实回二理美点月明其种声全工己话儿者向情部正名定女问力机给等几很业最间新什打便位因重被走电四第门相次东政海口使教西再平真听世气信北少关并内加化由却代军产入先山五太水万市眼体别处总才场师书比住员九笑性通目华报立马命张活难神数件安表原车白应路期叫死常提感金何更反合放做系计或司利受光王果亲界及今京务制解各任至清物台象记边共风战干接它许八特觉望直服毛林题建南度统色字请交爱让认算论百吃义科怎元社术结六功指思非流每青管夫连远资队跟带花快条院变联权往展该领传近留红治决周保达办运武半候七必城父强步完革深区即求品士转量空甚众技轻程告江语英基派满式李息写呢识极令黄德收脸钱党倒未持取设始版双历越史商千片容研像找友孩站广改议形委早房音火际则首单据导影失拿网香似斯专石若兵弟谁校读志飞观争究包组造落视济喜离虽坏兴切亮剧弹幕前方高能哈哈主播';
const KANA =
  'あいうえおかきくけこさしすせそたちつてとなにぬねのはひふへほまみむめもやゆよらりるれろわをんがぎぐげござじずぜぞだでどばびぶべぼぱぴぷぺぽアイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワンー今日見草最高神回配信好待初来笑泣強可愛曲歌声';
const WORDS =
  'the stream is so good today what a play nice one lets go wow that was close chat please slow down first time here love this song who is winning clip it no way again hello from best moment ever look at score fast run save gg well played music louder behind you watch out unbelievable'.split(
    ' ',
  );
const EMOJI = ['😂', '🔥', '👏', '❤️', '🎉', '😭', '👍', '🤣', '✨', '😍', '🥳', '👨‍👩‍👧', '🇯🇵', '💯', '😱', '🙏'];
const COLOURS = ['#fe0302', '#ffd302', '#00cd00', '#4266be', '#cc0273', '#89d5ff'];

/** Answers the next comment of the stream each time it is called. */
export function streamOf(seed: number): () => StreamComment {
  const random = mulberry32(seed);
  const below = (count: number): number => Math.floor(random() * count);
  const pick = <T>(from: ArrayLike<T>, otherwise: T): T => from[below(from.length)] ?? otherwise;
  const recent: string[] = [];
  let made = 0;

  const letters = (from: string, least: number, most: number): string =>
    Array.from({ length: least + below(most - least + 1) }, () => pick(from, '')).join('');
  const cheer = (): string => (random() < 0.25 ? pick(EMOJI, '').repeat(1 + below(3)) : '');
  const fresh = (): string => {
    const kind = random();
    if (kind < 0.5) return letters(HAN, 2, 18) + cheer();
    if (kind < 0.7) return letters(KANA, 3, 16) + cheer();
    if (kind < 0.92) return Array.from({ length: 1 + below(7) }, () => pick(WORDS, '')).join(' ') + cheer();
    return Array.from({ length: 1 + below(5) }, () => pick(EMOJI, '')).join('');
  };

  return () => {
    made += 1;
    const text = random() < REPEATS && recent.length > 0 ? pick(recent, '') : fresh();
    recent.push(text);
    if (recent.length > RECENT) recent.shift();
    const sized = random();
    return {
      id: `s${made}`,
      text,
      size: sized < 0.25 ? 'small' : sized < 0.85 ? 'medium' : 'large',
      color: random() < 0.7 ? '#ffffff' : pick(COLOURS, '#ffffff'),
    };
  };
}

/** A small generator of good enough numbers, 0 to 1, that is the same everywhere. */
function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
