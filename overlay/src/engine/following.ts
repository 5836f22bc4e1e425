/** What the picture follows: nothing, a recording that was loaded, or a programme that comments wait for. */
import type { DanmakuComment } from '@danmaku-live/protocol';
import type { MediaTime } from '../clock/media-clock.ts';
import type { Recording } from '../lanes/recording.ts';
import type { OverlaySettings } from '../options.ts';
import type { Moment } from './inbox.ts';
import { MediaWatch } from './media-watch.ts';
import type { ProgrammeTime, RecordingClock } from './media-watch.ts';
import { Timeline } from './timeline.ts';

/** While nothing is on screen the player is looked at this often at least. */
const LOOK_MS = 500;
/** Not worth sleeping for. */
const FRAMES_MS = 60;
/** The list is fed this often, and takes no more than this at once: the rest was sought over. */
const LIST = { everyMs: 100, mostMs: 2_000 };

export class Following {
  readonly timeline: Timeline;
  readonly #watch: MediaWatch;
  #recording: Recording | undefined;
  #playedMs: number | undefined;
  #looked: MediaTime | undefined;

  /** @param onNews told when the player may be elsewhere, or moves again, and something here follows it. */
  constructor(target: EventTarget, signal: AbortSignal, onNews: () => void) {
    this.#watch = new MediaWatch(target, signal, () => {
      if (this.timeline.following !== 'nothing') onNews();
    });
    this.timeline = new Timeline(this.#watch);
  }

  set({ sync, offset }: OverlaySettings): void {
    this.timeline.offsetMs = offset * 1000;
    this.timeline.follow(this.#recording !== undefined ? 'recording' : sync === 'media' ? 'programme' : 'nothing');
  }

  follow(programme: ProgrammeTime | undefined): void {
    this.#watch.programme = programme;
  }

  /** @param clock in place of the player's own. */
  load(recording: Recording | undefined, clock: RecordingClock | undefined, settings: OverlaySettings): void {
    this.#recording = recording;
    this.#watch.clock = clock;
    this.#playedMs = undefined;
    this.#looked = undefined;
    // Another recording begins where its player is, not where the last one was.
    this.timeline.follow('nothing');
    this.set(settings);
  }

  /** What the viewer sees, as drawn. */
  get moment(): Moment {
    if (this.timeline.following !== 'programme') return 'arrival';
    return this.timeline.programmeMs ?? this.told;
  }

  /** What the viewer sees, as the player tells it. */
  get told(): Moment {
    if (this.timeline.following !== 'programme') return 'arrival';
    return this.timeline.told(performance.now())?.ms ?? 'unknown';
  }

  mediaSeconds(): number | undefined {
    const nowMs = performance.now();
    const told = this.#recording === undefined ? this.#watch.programmeTime(nowMs) : this.#watch.recordingTime(nowMs);
    return told !== undefined && told.ms >= 0 ? told.ms / 1000 : undefined;
  }

  /** Whether nothing says when what it follows moves again: it has to be looked at. */
  get isSilent(): boolean {
    const { following } = this.timeline;
    return following !== 'nothing' && this.#watch.isSilent(following);
  }

  standsStill(): boolean {
    return this.timeline.following !== 'nothing' && this.timeline.standsStill(performance.now());
  }

  /**
   * How long nothing has to be drawn, in milliseconds; 0: not at all. `undefined`: until there is news.
   *
   * @param stageMs @param momentMs when something is to be drawn next.
   */
  waitMs(stageMs: number, momentMs: number): number | undefined {
    const { following } = this.timeline;
    const told = following === 'nothing' ? undefined : this.timeline.told(performance.now());
    if (told === undefined) return following === 'programme' && momentMs < Infinity ? LOOK_MS : undefined;
    if (told.rate === 0 && this.timeline.standsStill(performance.now())) return undefined;
    if (stageMs === 0) return LIST.everyMs;
    const awayMs = (following === 'recording' ? stageMs : momentMs) - told.ms;
    const waitMs = Math.min(awayMs, LOOK_MS) / Math.max(told.rate, 1);
    return waitMs < FRAMES_MS ? 0 : waitMs - FRAMES_MS / 2;
  }

  /** How far the viewer went elsewhere since the last time this was asked, in milliseconds; `undefined`: nowhere. */
  leapMs(): number | undefined {
    const before = this.#looked;
    this.#looked = this.timeline.following === 'nothing' ? undefined : this.timeline.told(performance.now());
    if (before === undefined || this.#looked === undefined || before.seek === this.#looked.seek) return undefined;
    return this.#looked.ms - before.ms;
  }

  /** What the recording has said since the last time this was asked. */
  played(): DanmakuComment[] {
    const told = this.timeline.following === 'recording' ? this.timeline.told(performance.now()) : undefined;
    const recording = this.#recording;
    if (told === undefined || recording === undefined) return [];
    const sinceMs = this.#playedMs ?? told.ms;
    this.#playedMs = told.ms;
    if (told.ms <= sinceMs || told.ms - sinceMs > LIST.mostMs * Math.max(1, told.rate)) return [];
    return recording.comments.slice(recording.indexAt(sinceMs), recording.indexAt(told.ms));
  }
}
