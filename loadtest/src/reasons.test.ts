import { expect, test } from 'vitest';
import { Reasons } from './reasons.ts';

test('reasons are counted, the most frequent first, and never grow without a bound', () => {
  const reasons = new Reasons();
  for (let index = 0; index < 1000; index += 1) reasons.add(`a reason like no other: ${index} ${'x'.repeat(500)}`);
  reasons.add('rate_limited', 5);
  const counts = reasons.counts();
  expect(Object.keys(counts).length).toBeLessThanOrEqual(25);
  expect(Math.max(...Object.keys(counts).map((reason) => reason.length))).toBeLessThanOrEqual(120);
  expect(Object.values(counts).reduce((sum, count) => sum + count)).toBe(1005);
  expect(Object.keys(counts)[0]).toBe('others');
});

test('what a server says can’t steer a terminal', () => {
  const reasons = new Reasons();
  reasons.add('4500: \u001B[2Jgone\u0007\u202E');
  expect(reasons.counts()).toEqual({ '4500: [2Jgone': 1 });
});
