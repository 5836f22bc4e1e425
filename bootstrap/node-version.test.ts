import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { ANY_FROM_MAJOR, nodeProblem, OLDEST_MINOR } from './node-version.mjs';

it.each(['20.19.0', '20.20.2', '22.12.0', '22.99.1', '24.0.0', '31.0.0'])('Node %s will do', (version) => {
  expect(nodeProblem(version)).toBeUndefined();
});

it.each(['12.22.0', '18.20.8', '20.18.3', '21.7.3', '22.11.0', '23.11.0'])(
  'Node %s is refused in one sentence',
  (version) => {
    expect(nodeProblem(version)).toBe(
      `Danmaku Live needs Node 20.19+, 22.12+ or 24 and later; this is Node ${version}. Get one from nodejs.org.`,
    );
  },
);

it('package.json names the same versions', () => {
  const { engines } = JSON.parse(readFileSync('package.json', 'utf8')) as { engines: { node: string } };
  const minors = Object.entries(OLDEST_MINOR).map(([major, minor]) => `^${major}.${minor}.0`);
  expect(engines.node).toBe([...minors, `>=${ANY_FROM_MAJOR}.0.0`].join(' || '));
});
