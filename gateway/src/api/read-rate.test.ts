import { expect, it } from 'vitest';
import { ReadRate } from './read-rate.ts';

it('A network may read three hundred times at once and fifty times a second, whatever others do', () => {
  const rate = new ReadRate();
  const reads = (network: string, atMs: number, count: number) =>
    Array.from({ length: count }, () => rate.take(network, atMs)).filter((waitMs) => waitMs === 0).length;
  expect(reads('a', 0, 1000)).toBe(300);
  expect(rate.take('a', 0)).toBe(20);
  expect(reads('b', 0, 10)).toBe(10);
  expect(reads('a', 1000, 1000)).toBe(50);
});

it('Who has not read for a while is forgotten', () => {
  const rate = new ReadRate();
  for (let network = 0; network < 1000; network += 1) rate.take(`n${network}`, 0);
  expect(rate.size).toBe(1000);
  rate.take('late', 60_000);
  expect(rate.size).toBe(1);
});
