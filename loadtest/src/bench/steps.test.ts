import { expect, test } from 'vitest';
import { takeStep } from './steps.ts';

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
