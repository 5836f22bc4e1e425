/** Fan-out by native publish: one call however many viewers. */
import type { TemplatedApp } from 'uWebSockets.js';
import type { Subprotocol } from '@danmaku-live/protocol';
import type { Fanout } from '../fanout.ts';
import { topicOf } from './line.ts';

export class UwsFanout implements Fanout {
  readonly #app: TemplatedApp;

  constructor(app: TemplatedApp) {
    this.#app = app;
  }

  publish(room: string, encoding: Subprotocol, frame: string | Uint8Array): void {
    this.#app.publish(topicOf(room, encoding), frame, typeof frame !== 'string', false);
  }
}
