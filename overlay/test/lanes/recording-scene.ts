/** Recordings made up from a seed, and scores of them, for the tests of what plays them. */
import { MODES, SIZES } from '@danmaku-live/protocol';
import type { DanmakuComment, Mode, Size } from '@danmaku-live/protocol';
import { describe } from '../../src/engine/sights.ts';
import { boxAt, isVisibleAt } from '../../src/lanes/flight.ts';
import type { Flight } from '../../src/lanes/flight.ts';
import { layoutOf } from '../../src/lanes/layout.ts';
import type { Recording } from '../../src/lanes/recording.ts';
import { readRecording } from '../../src/lanes/recording-reader.ts';
import type { ReadRecording } from '../../src/lanes/recording-reader.ts';
import { Score } from '../../src/lanes/score.ts';
import { Traffic } from '../../src/lanes/traffic.ts';
import { DEFAULT_SETTINGS } from '../../src/options.ts';
import type { OverlaySettings } from '../../src/options.ts';
import { sizeOf } from './traffic-scene.ts';

export function readAtOnce(given: unknown, startSeconds?: number): ReadRecording {
  const reading = readRecording(given, startSeconds);
  for (;;) {
    const step = reading.next();
    if (step.done === true) return step.value;
  }
}

/** The same numbers from the same seed. */
function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

export function someRecording(seed: number, count: number, seconds: number): Recording {
  const random = seeded(seed);
  const pick = <T>(values: readonly [T, ...T[]]): T => values[Math.floor(random() * values.length)] ?? values[0];
  const comments = Array.from({ length: count }, (_, i): Partial<DanmakuComment> => {
    const isRepeat = random() < 0.3;
    const letters = isRepeat ? 4 : 1 + Math.floor(random() ** 2 * 60);
    return {
      id: `c${i}`,
      text: (random() < 0.1 ? 'T' : 'w').padEnd(letters, 'x'),
      media: random() * seconds,
      mode: pick<Mode>(['scroll', 'scroll', 'scroll', 'scroll', ...MODES]),
      size: pick<Size>(['medium', 'medium', ...SIZES]),
      user: { id: 'u', name: 'U', role: pick(['guest', 'guest', 'guest', 'guest', 'guest', 'guest', 'guest', 'paid']) },
    };
  });
  return readAtOnce(comments).recording;
}

export class Playing {
  readonly settings: OverlaySettings;
  readonly layout;
  readonly #recording: Recording;
  #score: Score;
  #key = 0;
  /** Told of each comment that is measured. */
  onMeasure = (): void => undefined;

  constructor(recording: Recording, settings: Partial<OverlaySettings> = {}, width = 1280, height = 720) {
    this.settings = { ...DEFAULT_SETTINGS, maxOnScreen: 5_000, ...settings };
    this.layout = layoutOf(this.settings, width, height, false);
    this.#recording = recording;
    this.#score = this.#newScore();
  }

  #newScore(): Score {
    return new Score(this.#recording, this.layout, this.settings, this.#measure, () => (this.#key += 1));
  }

  readonly #measure: typeof sizeOf = (appearance, count) => {
    this.onMeasure();
    return sizeOf(appearance, count);
  };

  /** As if the page had only just been loaded. */
  forget(): void {
    this.#score = this.#newScore();
  }

  get score(): Score {
    return this.#score;
  }

  /** How many of the same comments a live room would have shown. */
  shownLive(): number {
    const sink = { measure: sizeOf, add: () => true, update: () => undefined, remove: () => undefined };
    const traffic = new Traffic(sink, this.layout, this.settings, () => (this.#key += 1));
    return this.#recording.comments.filter((comment, i) => {
      const ms = this.#recording.atMs(i);
      traffic.retire(ms);
      return traffic.admit(comment, false, ms) === 'shown';
    }).length;
  }

  flights(ms: number): Flight[] {
    return this.#score.flightsAt(ms).filter((flight) => isVisibleAt(flight, this.layout, ms));
  }

  /** What a page would be told. */
  picture(ms: number): string[] {
    return this.flights(ms).map((flight) =>
      JSON.stringify({ ...describe(flight, this.layout, ms), count: flight.count, pulseAt: flight.pulseAt }),
    );
  }

  overlaps(ms: number): string[] {
    const flights = this.flights(ms).filter(({ layer }) => layer === 0);
    return flights.flatMap((a, i) =>
      flights.slice(i + 1).flatMap((b) => {
        const [p, q] = [boxAt(a, this.layout, ms), boxAt(b, this.layout, ms)];
        const across = Math.min(p.x + p.width, q.x + q.width) - Math.max(p.x, q.x);
        const down = Math.min(p.y + p.height, q.y + q.height) - Math.max(p.y, q.y);
        return across > 0.01 && down > 0.01 ? [`${a.comment.id} and ${b.comment.id} at ${ms}`] : [];
      }),
    );
  }
}
