import { readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname } from 'node:path';
import { expect, it } from 'vitest';
import { check } from './checker.ts';
import { begin, comments, framed, given, honest, rest } from './doctored.ts';
import { dump } from './dump.ts';
import type { Violation } from './evidence.ts';

it('A broken promise leaves behind what those concerned saw, what the log held, and what the gateways said', () => {
  const eve = { name: 'eve', events: [...begin(), framed(1, 4), framed(9, 12), framed(5, 8), ...rest(1)] };
  const evidence = { ...given, viewers: [...honest, eve], lastWords: ['text 20'] };
  const { violations } = check(evidence);
  const gateways = [{ address: '127.0.0.2', log: [{ msg: 'Redis is away' }], metrics: 'danmaku_rooms 1' }];
  const file = dump('seed-1', violations, evidence, gateways);
  try {
    expect(file.startsWith(tmpdir())).toBe(true);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({
      violations: violations.map(({ rule, viewer }) => ({ rule, viewer })),
      concerned: ['eve'],
      viewers: [JSON.parse(JSON.stringify(eve))],
      comments: [...comments],
      gateways,
    });
    expect(violations.length).toBeGreaterThan(0);
  } finally {
    rmSync(dirname(file), { recursive: true });
  }
});

it('Of hundreds who saw the same some are kept, and none of another rule goes without', () => {
  const crowd = Array.from({ length: 300 }, (_, index) => ({ name: `viewer ${index}`, events: begin() }));
  const broken = (rule: Violation['rule'], viewer: string): Violation => ({ rule, viewer, ids: [], detail: '' });
  const violations = [...crowd.map(({ name }) => broken('out of order', name)), broken('lost', 'viewer 299')];
  const file = dump('seed-2', violations, { ...given, viewers: crowd, lastWords: [] }, []);
  try {
    const kept = JSON.parse(readFileSync(file, 'utf8')) as { viewers: { name: string }[]; concerned: string[] };
    expect(kept.concerned).toHaveLength(300);
    expect(kept.viewers.length).toBeLessThanOrEqual(20);
    expect(kept.viewers.map(({ name }) => name)).toContain('viewer 299');
  } finally {
    rmSync(dirname(file), { recursive: true });
  }
});
