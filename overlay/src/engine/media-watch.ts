/** The player under the comments: where it is, in its recording or in the programme it shows. */
import type { MediaTime } from '../clock/media-clock.ts';
import { Pace } from '../clock/pace.ts';

/**
 * Says where the viewer is in a programme: a function that answers seconds since 1970 (or a date), or an hls.js
 * instance, whose stream carries `EXT-X-PROGRAM-DATE-TIME`. `undefined` or `null`: not known now.
 */
export type ProgrammeTime =
  (() => number | Date | null | undefined) | { readonly playingDate: Date | null | undefined };

/** Seconds from the start of a recording. */
export type RecordingClock = () => number | undefined;

const NEWS =
  'play playing pause waiting stalled seeking seeked ratechange timeupdate ended emptied loadedmetadata canplay'.split(
    ' ',
  );

export class MediaWatch {
  readonly #target: EventTarget | undefined;
  readonly #pace = { recording: new Pace(), programme: new Pace() };
  #video: HTMLVideoElement | undefined;
  #seeks = 0;
  programme: ProgrammeTime | undefined;
  clock: RecordingClock | undefined;

  /** @param onNews told when the player may be somewhere else, or moves again. */
  constructor(target: EventTarget | undefined, signal: AbortSignal, onNews: () => void) {
    this.#target = target;
    for (const name of NEWS) {
      const onEvent = ({ type }: Event): void => {
        if (type === 'seeking' || type === 'emptied') this.#seeks += 1;
        onNews();
      };
      // News of media does not bubble; on its way down everybody hears it.
      target?.addEventListener(name, onEvent, { capture: true, passive: true, signal });
    }
  }

  /** Whether where it is has to be asked for: the page tells it, and nothing says when that changes. */
  isSilent(following: 'recording' | 'programme'): boolean {
    return (following === 'recording' ? this.clock : this.programme) !== undefined;
  }

  /** Position in the recording; `undefined` while there is no player. */
  recordingTime(nowMs: number): MediaTime | undefined {
    const seconds = this.clock === undefined ? this.#find()?.currentTime : ask(this.clock);
    return this.#timeOf(seconds, this.#pace.recording, this.clock === undefined, nowMs);
  }

  /** Moment of the programme, in milliseconds since 1970; `undefined` while it is not known. */
  programmeTime(nowMs: number): MediaTime | undefined {
    return this.#timeOf(this.#programmeSeconds(), this.#pace.programme, this.#find() !== undefined, nowMs);
  }

  #programmeSeconds(): number | undefined {
    const { programme } = this;
    if (typeof programme === 'function') return ask(programme);
    if (programme !== undefined) return ask(() => programme.playingDate);
    const video: (HTMLVideoElement & { getStartDate?(): Date }) | undefined = this.#find();
    const startMs = video?.getStartDate?.().getTime();
    return video === undefined || startMs === undefined ? undefined : startMs / 1000 + video.currentTime;
  }

  /** @param byVideo the video itself says how fast it runs; else that is found out. */
  #timeOf(seconds: number | undefined, pace: Pace, byVideo: boolean, nowMs: number): MediaTime | undefined {
    if (seconds === undefined || !Number.isFinite(seconds)) return undefined;
    const ms = seconds * 1000;
    const video = byVideo ? this.#find() : undefined;
    if (video === undefined) return { ms, rate: pace.rateAt(ms, nowMs), seek: pace.seek };
    return { ms, rate: isMoving(video) ? video.playbackRate : 0, seek: this.#seeks };
  }

  /** Players put their video in late, and put in another. */
  #find(): HTMLVideoElement | undefined {
    const target = this.#target;
    if (target instanceof HTMLVideoElement) return target;
    if (!(target instanceof Element)) return undefined;
    if (this.#video === undefined || !target.contains(this.#video)) {
      this.#video = target.querySelector('video') ?? undefined;
    }
    return this.#video;
  }
}

function isMoving(video: HTMLVideoElement): boolean {
  return !video.paused && !video.ended && !video.seeking && video.readyState >= HTMLMediaElement.HAVE_FUTURE_DATA;
}

/** A page's function that fails knows no time. */
function ask(tell: () => number | Date | null | undefined): number | undefined {
  try {
    const told = tell();
    return told instanceof Date ? told.getTime() / 1000 : (told ?? undefined);
  } catch {
    return undefined;
  }
}
