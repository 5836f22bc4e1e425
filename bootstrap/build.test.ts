import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { buildProblem, type BuildStep } from './build.mjs';
import { fingerprint } from './fingerprint.mjs';
import { temporaryFolder } from './temporary-folder.ts';

const STEP: BuildStep = { name: 'programs', inputs: ['part', 'lock.json'], outputs: ['part/dist/main.js'], script: [] };

describe('whether a build is stale', () => {
  let folder: ReturnType<typeof temporaryFolder>;

  beforeEach(() => {
    folder = temporaryFolder({ 'part/src/main.ts': 'a', 'lock.json': '{}', 'part/dist/main.js': 'a' });
    folder.write('.bootstrap/programs.sha256', fingerprint(folder.path, STEP.inputs));
  });

  it('is fresh when no source changed', () => {
    expect(buildProblem(folder.path, STEP)).toBeUndefined();
  });

  it.each([
    ['a source changed', 'part/src/main.ts', 'b'],
    ['a source came', 'part/src/other.ts', ''],
    ['the toolchain changed', 'lock.json', '{ }'],
  ])('is stale when %s', (_why, file, content) => {
    folder.write(file, content);
    expect(buildProblem(folder.path, STEP)).toBe('the sources have changed');
  });

  it('is stale when nothing tells from which sources it was made', () => {
    rmSync(join(folder.path, '.bootstrap/programs.sha256'));
    expect(buildProblem(folder.path, STEP)).toBe('nothing tells from which sources the last build was');
  });

  it.each(['part/src/main.test.ts', 'part/src/broker.contract.ts', 'part/test/whole.ts', 'part/dist/other.js'])(
    'does not mind a change of %s, which no build reads',
    (file) => {
      folder.write(file, 'changed');
      expect(buildProblem(folder.path, STEP)).toBeUndefined();
    },
  );

  it('is stale when an output is gone', () => {
    const step = { ...STEP, outputs: [...STEP.outputs, 'part/dist/page.html'] };
    expect(buildProblem(folder.path, step)).toBe('part/dist/page.html is not there yet');
  });
});

it('a fingerprint tells where one file ends and the next begins', () => {
  const one = temporaryFolder({ 'a/x': 'bc', 'a/y': '' });
  const other = temporaryFolder({ 'a/x': 'b', 'a/y': 'c' });
  expect(fingerprint(one.path, ['a'])).not.toBe(fingerprint(other.path, ['a']));
});
