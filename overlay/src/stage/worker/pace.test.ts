import { describe, expect, it } from 'vitest';
import { PaceFollower, PaceTeller, stageAt } from './pace.ts';

const FRAME_MS = 1000 / 60;

describe('stage time in two threads', () => {
  it('needs no word while it runs as it was told', () => {
    const teller = new PaceTeller();
    expect(teller.at(0, 1_000)).toEqual({ stageMs: 0, atMs: 1_000, rate: 1 });
    for (let frame = 1; frame < 600; frame += 1) {
      const swing = frame % 2 === 0 ? 2 : -2;
      expect(teller.at(frame * FRAME_MS + swing, 1_000 + frame * FRAME_MS)).toBeUndefined();
    }
  });

  it('is told once how fast a recording runs', () => {
    const teller = new PaceTeller();
    const told = [];
    for (let frame = 0; frame < 240; frame += 1) {
      const pace = teller.at(frame * FRAME_MS * 2, frame * FRAME_MS);
      if (pace !== undefined) told.push(pace.rate);
    }
    expect(told.at(-1)).toBeCloseTo(2);
    expect(told.length).toBeLessThan(15);
  });

  it('stands exactly where it was held, and is told of it once', () => {
    const teller = new PaceTeller();
    const follower = new PaceFollower();
    follower.follow({ stageMs: 0, atMs: 0, rate: 1 }, 0);
    expect(follower.next(500)).toBe(500);
    const held = teller.hold(480, 500);
    expect(held).toEqual({ stageMs: 480, atMs: 500, rate: 0 });
    if (held !== undefined) follower.follow(held, 510);
    expect(follower.next(900)).toBe(480);
    expect(teller.hold(480, 900)).toBeUndefined();
    expect(teller.at(480, 1_000)).toMatchObject({ rate: 1 });
  });

  it('never runs backwards after the page has stalled, and meets the page again', () => {
    const follower = new PaceFollower();
    follower.follow({ stageMs: 0, atMs: 0, rate: 1 }, 0);
    let now = 0;
    let shown = 0;
    const frame = (): void => {
      now += FRAME_MS;
      const next = follower.next(now);
      expect(next).toBeGreaterThanOrEqual(shown);
      shown = next;
    };
    for (let i = 0; i < 60; i += 1) frame();
    const slipped = { stageMs: now - 150, atMs: now, rate: 1 };
    follower.follow(slipped, now);
    for (let i = 0; i < 60; i += 1) frame();
    expect(shown).toBeCloseTo(stageAt(slipped, now), 0);
  });
});
