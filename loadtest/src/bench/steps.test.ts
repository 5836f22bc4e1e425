import { expect, test } from 'vitest';
import { findMost, takeStep } from './steps.ts';

/** Tries that go as told, in order; a dot is one that is carried. */
async function step(
  tries: string,
): Promise<{ readonly tried: string; readonly carried: boolean; readonly rests: number }> {
  let rests = 0;
  let next = 0;
  const { tries: tried, carried } = await takeStep({
    offer: () => Promise.resolve(tries[next++] ?? 'none'),
    isCarried: (outcome) => outcome === '.',
    rest: () => Promise.resolve((rests += 1)),
  });
  return { tried: tried.join(''), carried: carried !== undefined, rests };
}

test('a rate that is carried at once is tried once', async () => {
  expect(await step('.xx')).toEqual({ tried: '.', carried: true, rests: 0 });
});

test('one late moment ends no search: most of three tries decide', async () => {
  expect(await step('x..')).toEqual({ tried: 'x..', carried: true, rests: 2 });
  expect(await step('x.x')).toEqual({ tried: 'x.x', carried: false, rests: 2 });
});

test('a rate that fails twice has failed', async () => {
  expect(await step('xx.')).toEqual({ tried: 'xx', carried: false, rests: 1 });
});

/** A server that carries up to `limit`. */
async function search(limit: number, steps: number): Promise<{ readonly offered: number[]; readonly most: number }> {
  const offered: number[] = [];
  const { rate } = await findMost(
    { rate: 100, run: 'carried' },
    {
      factor: 1.8,
      steps,
      gap: 1.4,
      offer: (asked) => {
        offered.push(asked);
        return Promise.resolve(asked <= limit ? 'carried' : undefined);
      },
    },
  );
  return { offered, most: rate };
}

test('the search ends where a rate failed, and looks once more in between', async () => {
  expect(await search(800, 5)).toEqual({ offered: [180, 324, 583, 1049, 782], most: 782 });
  expect(await search(600, 5)).toEqual({ offered: [180, 324, 583, 1049, 782], most: 583 });
  expect(await search(100, 5)).toEqual({ offered: [180, 134], most: 100 });
});

test('the search ends after its steps where none fails', async () => {
  expect(await search(1e9, 2)).toEqual({ offered: [180, 324], most: 324 });
});
