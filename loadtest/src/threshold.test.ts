import { describe, expect, test } from 'vitest';
import { knownFigures } from './figures.ts';
import { crossed, figureOf, parseThreshold } from './threshold.ts';

const figures = knownFigures();

describe('a threshold', () => {
  test.each([
    ['latency.p99 > 250', { latency: { p99: 251 } }, 251],
    ['latency.p99 > 250', { latency: { p99: 250 } }, undefined],
    ['latency.p99>=250', { latency: { p99: 250 } }, 250],
    ['rate.acked < 99.5', { rate: { acked: 99 } }, 99],
    ['  ledger.leftOut != 0 ', { ledger: { leftOut: 3 } }, 3],
    ['connections.dropped == 0', { connections: { dropped: 0 } }, 0],
    ['gateway.memoryGrowthBytesPerHour <= -1', { gateway: { memoryGrowthBytesPerHour: -5 } }, -5],
  ])('%s is judged on %j', (text, result, value) => {
    const parsed = parseThreshold(text, figures);
    expect(parsed.ok && crossed(parsed.threshold, result)).toBe(value);
  });

  test.each([
    '',
    'latency.p99',
    'latency.p99 > fast',
    'latency.p99 => 3',
    '> 3',
    'latency.p98 > 1',
    'plan.rate > 1',
    '__proto__.x > 1',
  ])('%j is refused with a reason', (text) => {
    expect(parseThreshold(text, figures)).toMatchObject({ ok: false });
  });

  test('may name every figure that the contract lists', () => {
    const wanted = {
      connections: ['opened', 'failed', 'dropped'],
      rate: ['intended', 'sent', 'acked', 'refused'],
      deliveries: ['expected', 'received', 'perSecond', 'bytesPerSecond'],
      latency: ['p50', 'p90', 'p99', 'p999', 'max'],
      ack: ['p50', 'p99'],
      ledger: ['accepted', 'delivered', 'leftOut', 'recalled', 'tooSlow', 'lost', 'duplicated', 'outOfOrder'],
    };
    const paths = Object.entries(wanted).flatMap(([group, names]) => names.map((name) => `${group}.${name}`));
    expect(paths.filter((path) => !figures.includes(path))).toEqual([]);
  });

  test('reads own fields only', () => {
    expect(figureOf({}, 'constructor.length')).toBeUndefined();
  });
});
