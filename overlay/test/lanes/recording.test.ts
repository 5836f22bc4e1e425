import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Playing, readAtOnce, someRecording } from './recording-scene.ts';

const SECONDS = 240;
const anySettings = fc.record({
  merge: fc.boolean(),
  density: fc.constantFrom(0, 0.5),
  speed: fc.constantFrom(0.5, 1, 2, 4),
  maxOnScreen: fc.constantFrom(40, 5_000),
});
const anyMoment = fc.double({ min: 0, max: (SECONDS + 20) * 1000, noNaN: true });

describe('a recording', () => {
  it('shows at a moment what belongs to it, whatever was played and sought before', () => {
    fc.assert(
      fc.property(
        fc.nat(1_000),
        anySettings,
        fc.array(anyMoment, { maxLength: 8 }),
        anyMoment,
        (seed, settings, path, ms) => {
          const recording = someRecording(seed, 3_000, SECONDS);
          const wandered = new Playing(recording, settings);
          for (const moment of path) {
            wandered.score.prepare(moment, 50);
            for (let i = 0; i < 10; i += 1) wandered.picture(moment + i * 16);
          }
          expect(wandered.picture(ms)).toEqual(new Playing(recording, settings).picture(ms));
        },
      ),
      { numRuns: 25 },
    );
  });

  it('played through from the start shows exactly what a seek shows', () => {
    const recording = someRecording(7, 4_000, SECONDS);
    const played = new Playing(recording);
    const sought = new Playing(recording);
    for (let ms = 0; ms < SECONDS * 1000; ms += 1_700) {
      played.score.prepare(ms, 30);
      sought.forget();
      expect(sought.picture(ms), String(ms)).toEqual(played.picture(ms));
    }
  });

  it('is tried on streams that collide where overlapping is allowed', () => {
    const over = new Playing(someRecording(1, 6_000, SECONDS), { density: 1 });
    const ids = new Set(over.flights(60_000).map(({ layer }) => layer));
    expect(ids).toEqual(new Set([0, 1]));
  });

  it('never lets two comments touch, nor where two blocks meet', () => {
    fc.assert(
      fc.property(
        fc.nat(100_000),
        fc.constantFrom(200, 2_000, 8_000),
        anySettings,
        fc.integer({ min: 300, max: 2_000 }),
        (seed, count, settings, width) => {
          const playing = new Playing(someRecording(seed, count, SECONDS), settings, width, 480);
          const found: string[] = [];
          for (let ms = seed % 400; ms < (SECONDS + 20) * 1000; ms += 400) found.push(...playing.overlaps(ms));
          expect(found).toEqual([]);
        },
      ),
      { numRuns: 25 },
    );
  });

  it('flies without a jump from moment to moment', () => {
    const playing = new Playing(someRecording(3, 4_000, SECONDS));
    let before = new Map<string, number>();
    for (let ms = 0; ms < SECONDS * 1000; ms += 50) {
      const now = new Map(
        playing
          .flights(ms)
          .map((flight) => [flight.comment.id, flight.motion.x + flight.motion.velocity * (ms - flight.motion.fromMs)]),
      );
      for (const [id, x] of now) {
        const was = before.get(id);
        if (was !== undefined && Math.abs(x - was) > 60) expect.fail(`${id} leaps from ${was} to ${x} at ${ms}`);
      }
      before = now;
    }
    expect(before.size).toBeGreaterThan(0);
  });

  it('shows every comment that finds a place, once, and says of each other why not', () => {
    const recording = someRecording(5, 6_000, SECONDS);
    const playing = new Playing(recording, { merge: false });
    const shown = new Set<string>();
    const left: string[] = [];
    for (let ms = 0; ms < (SECONDS + 30) * 1000; ms += 100) {
      for (const { comment } of playing.score.flightsAt(ms)) shown.add(comment.id);
      left.push(...playing.score.omissionsBetween(ms - 100, ms).map(({ comment }) => comment.id));
    }
    expect(new Set(left).size).toBe(left.length);
    expect([...shown, ...left].toSorted()).toEqual(recording.comments.map(({ id }) => id).toSorted());
    // A live room, which does not know what comes, shows hardly more, full as this one is.
    const live = new Playing(recording, { merge: false }).shownLive();
    expect(shown.size / live).toBeGreaterThan(0.9);
  });

  it('places only what can still be on screen, of a hundred thousand comments', () => {
    const recording = someRecording(11, 100_000, 7_200);
    const playing = new Playing(recording, { merge: false });
    let measured = 0;
    playing.onMeasure = () => (measured += 1);
    playing.picture(5_000_000);
    expect(measured).toBeGreaterThan(100);
    expect(measured).toBeLessThan(5_000);
    measured = 0;
    playing.picture(5_001_000);
    expect(measured).toBe(0);
  });

  it('looks for the places of no more than a live room would show, and of those who paid before all', () => {
    const crowd = Array.from({ length: 60_000 }, (_, i) => ({
      id: `c${i}`,
      text: `w${i}`,
      media: i / 500,
      user: { id: 'u', name: 'U', role: i % 500 === 499 ? 'paid' : 'guest' },
    }));
    const playing = new Playing(readAtOnce(crowd).recording, { merge: false });
    let measured = 0;
    playing.onMeasure = () => (measured += 1);
    const flights = playing.flights(60_000);
    expect(measured).toBeLessThan(20_000);
    expect(flights.filter(({ first }) => first).length).toBeGreaterThan(5);
    expect(flights.length).toBeGreaterThan(50);
    // Some begin a little later than they were said.
    const known = new Set<string>();
    for (let ms = 59_000; ms < 70_000; ms += 250) {
      for (const { comment } of playing.score.flightsAt(ms)) known.add(comment.id);
    }
    const left = playing.score.omissionsBetween(59_000, 60_000);
    expect(left.filter(({ reason }) => reason === 'too_many').length).toBeGreaterThan(300);
    const said = crowd.filter(({ media }) => media > 59 && media <= 60);
    expect(left.length + said.filter(({ id }) => known.has(id)).length).toBe(said.length);
  });

  it('keeps the cap on screen', () => {
    const playing = new Playing(someRecording(2, 6_000, SECONDS), { maxOnScreen: 20, merge: false });
    let most = 0;
    for (let ms = 0; ms < SECONDS * 1000; ms += 500) {
      most = Math.max(most, playing.flights(ms).filter(({ first }) => !first).length);
    }
    expect(most).toBeLessThanOrEqual(20);
    expect(most).toBeGreaterThan(10);
  });
});
