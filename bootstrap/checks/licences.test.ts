import { expect, it } from 'vitest';
import { licenceOf, licenceProblems } from './licences.mjs';

it.each(['MIT', 'ISC', '(MIT OR GPL-3.0-only)', 'GPL-2.0-only OR Apache-2.0', '(MIT AND Zlib)'])(
  '%s is fine',
  (license) => {
    expect(problemOf({ license })).toBe('');
  },
);

it.each(['GPL-3.0-only', 'MIT AND GPL-3.0-only', 'MPL-2.0', 'SEE LICENSE IN FILE', 'MIT OR (GPL-3.0-only AND X)', ''])(
  'what we hand on must not depend on %j',
  (license) => {
    expect(problemOf({ license })).toBe(`@some/package: ${license}, in what we hand on`);
  },
);

it('a tool that we only run may ask for its own changes back', () => {
  expect(problemOf({ license: 'MPL-2.0', dev: true })).toBe('');
  expect(problemOf({ license: 'GPL-3.0-only', dev: true })).toBe('@some/package: GPL-3.0-only');
});

it('a package whose entry names none is asked itself', () => {
  const entries = { 'node_modules/a/node_modules/b': {} };
  expect(licenceProblems(entries, () => 'MIT')).toBe('');
  expect(licenceProblems(entries, () => undefined)).toBe('b: no licence named, in what we hand on');
});

it('a manifest of the early days names its licence in a list; of several there only one may hold', () => {
  expect(licenceOf({ licenses: [{ type: 'MIT', url: 'x' }] })).toBe('MIT');
  expect(licenceOf({ license: 'ISC', licenses: [{ type: 'MIT' }] })).toBe('ISC');
  for (const manifest of [undefined, {}, { licenses: [{ type: 'MIT' }, { type: 'GPL' }] }, { licenses: [null] }]) {
    expect(licenceOf(manifest)).toBeUndefined();
  }
});

function problemOf(entry: { license: string; dev?: boolean }): string {
  return licenceProblems({ 'node_modules/@some/package': entry }, () => undefined);
}
