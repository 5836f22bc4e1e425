/**
 * Writes what a crowd would say, one comment at a time: about the scene, about what is happening in it,
 * about nothing in particular, and now and then all together.
 * Pure: randomness and time come from the caller, and the same seed says the same.
 */
import type { CommentStyle } from '@danmaku-live/protocol';
import { pick, pickWeighted, type Random } from '../random.ts';
import { momentsAt, type MomentKind, type SceneName } from '../scene/timeline.ts';
import { CHINESE } from './phrases/chinese.ts';
import { ELSEWHERE } from './phrases/elsewhere.ts';
import { ENGLISH } from './phrases/english.ts';
import { JAPANESE } from './phrases/japanese.ts';
import { KOREAN } from './phrases/korean.ts';
import type { Mood, Phrasebook } from './phrases/phrasebook.ts';

export interface WrittenComment extends CommentStyle {
  readonly text: string;
}

export interface Author {
  /** The next comment, for `scene` as it is at `timeMs`. */
  write(scene: SceneName, timeMs: number): WrittenComment;
}

export const PHRASEBOOKS: readonly Phrasebook[] = [CHINESE, JAPANESE, ENGLISH, KOREAN, ...ELSEWHERE];

/** For a few seconds a good part of the crowd does the same, each in the own language. */
interface Wave {
  readonly mood: Mood;
  readonly untilMs: number;
}

/** Moments that make a crowd shout; the others are only remarked on. */
const LOUD: ReadonlySet<MomentKind> = new Set(['fireworks', 'heart', 'finale', 'dolphins', 'meteor']);
/** Share of comments that join a wave while it lasts. */
const JOINING = 0.45;
/** From one wave to the next: rarely while it is quiet, often while there is something to shout about. */
const QUIET_MS = 15_000;
const LOUD_MS = 4500;
const WAVE_MS = 1800;
/** A text is not written again before this many others. */
const MEMORY = 48;
const ATTEMPTS = 6;

const COLORS: readonly (readonly [string, number])[] = [
  ['#ffffff', 74],
  ['#ffd84d', 5],
  ['#ff7a7a', 4],
  ['#7fe3ff', 5],
  ['#a6f08a', 4],
  ['#ff9fd2', 4],
  ['#c7a6ff', 2],
  ['#ffab5e', 2],
];

export function createAuthor(random: Random): Author {
  const recent: string[] = [];
  let wave: Wave = { mood: 'laugh', untilMs: 0 };
  let restFactor = 1;

  function fresh(book: Phrasebook, scene: SceneName, kind: MomentKind | undefined): string {
    let text = '';
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      text = fill(random, book, pick(random, phrasesFor(random, book, scene, kind)));
      if (!recent.includes(text)) break;
    }
    recent.push(text);
    if (recent.length > MEMORY) recent.shift();
    return text;
  }

  function inWave(book: Phrasebook, timeMs: number, loud: boolean): string | undefined {
    if (timeMs >= wave.untilMs + (loud ? LOUD_MS : QUIET_MS) * restFactor) {
      restFactor = 0.5 + random();
      wave = { mood: loud && random() < 0.8 ? pick(random, ['awe', 'praise']) : 'laugh', untilMs: timeMs + WAVE_MS };
    }
    if (timeMs >= wave.untilMs || random() >= JOINING) return undefined;
    const [unit, fewest, most] = pick(random, book.repeats[wave.mood]);
    return unit.repeat(fewest + Math.floor(random() * (most - fewest + 1))).trim();
  }

  return {
    write(scene, timeMs) {
      const kind = momentsAt(scene, timeMs).at(-1)?.kind;
      const loud = kind !== undefined && LOUD.has(kind);
      const book = pickWeighted(
        random,
        PHRASEBOOKS.map((each) => [each, each.weight] as const),
      );
      const text = inWave(book, timeMs, loud) ?? fresh(book, scene, kind);
      return { text, ...style(random, text, loud) };
    },
  };
}

function phrasesFor(
  random: Random,
  book: Phrasebook,
  scene: SceneName,
  kind: MomentKind | undefined,
): readonly string[] {
  const about = kind && book.moments[kind];
  const chance = random();
  if (about && chance < 0.58) return about;
  return chance < 0.76 ? book.scenes[scene] : book.chat;
}

function fill(random: Random, book: Phrasebook, phrase: string): string {
  return phrase
    .replace('{n}', () => String(2 + Math.floor(random() * 17)))
    .replace('{place}', () => pick(random, book.places));
}

/** Most write plainly; short calls are sometimes pinned to the top or bottom, or large. */
function style(random: Random, text: string, loud: boolean): CommentStyle {
  const color = pickWeighted(random, COLORS);
  const pinned = text.length <= 14 && random() < (loud ? 0.08 : 0.04);
  const chance = random();
  return {
    ...(color !== '#ffffff' && { color }),
    ...(pinned && { mode: random() < 0.6 ? ('top' as const) : ('bottom' as const) }),
    ...(!pinned && chance < 0.02 && { mode: 'reverse' as const }),
    ...(chance > 0.965 && { size: 'large' as const }),
    ...(chance > 0.9 && chance < 0.94 && { size: 'small' as const }),
  };
}
