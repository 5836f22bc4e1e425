/** What the page and the stage's worker say to each other. A tick's orders travel in one message, and only if there are any. */
import type { Appearance, Bullet } from '../../lanes/bullet.ts';
import type { NamedEmote, StageMask, StageSize } from '../stage.ts';
import type { Pace } from './pace.ts';

/** A bullet without its looks is one whose looks the worker knows already. */
export type SentBullet = Omit<Bullet, 'appearance'> & { readonly appearance: Appearance | undefined };

export type Order =
  | { readonly order: 'show'; readonly bullet: SentBullet }
  | { readonly order: 'hide'; readonly keys: number[] }
  | { readonly order: 'mask'; readonly mask: StageMask | undefined }
  /** Pictures are copied: the page keeps its own for the next stage. */
  | { readonly order: 'emotes'; readonly emotes: readonly NamedEmote[] }
  | { readonly order: 'resize'; readonly size: StageSize }
  /** To be answered after the next frame. */
  | { readonly order: 'tell-undrawn' };

export type ToWorker =
  | {
      readonly type: 'open';
      readonly canvas: OffscreenCanvas;
      readonly size: StageSize;
      readonly fontFamily: string;
      /** Software WebGL will not do, canvas 2D is better then; and a coarser picture is better than late frames. */
      readonly isPicky: boolean;
      readonly mayUseGl: boolean;
    }
  | { readonly type: 'orders'; readonly orders: readonly Order[]; readonly pace: Pace | undefined };

export type FromWorker =
  | { readonly type: 'ready'; readonly screen: 'webgl' | 'canvas2d' }
  /** Drawing can't begin, or can't go on. */
  | { readonly type: 'lost'; readonly message: string }
  /** For these there was no texture memory. */
  | { readonly type: 'refused'; readonly keys: readonly number[] }
  /** Answers so many questions at once. */
  | { readonly type: 'undrawn'; readonly keys: readonly number[]; readonly answers: number }
  | { readonly type: 'figures'; readonly bytes: number; readonly quality: number };
