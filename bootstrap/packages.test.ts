import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { packagesProblem, type LockEntries } from './packages.mjs';
import { Stop } from './stop.mjs';
import { temporaryFolder } from './temporary-folder.ts';

const MACHINE = { platform: 'linux', arch: 'x64' };

const LOCK: LockEntries = {
  '': { version: '1.0.0' },
  gateway: { version: '1.0.0' },
  'node_modules/@danmaku-live/gateway': { link: true },
  'node_modules/plain': { version: '1.2.3', integrity: 'sha512-a' },
  'node_modules/native-linux': { version: '1.0.0', integrity: 'sha512-l', optional: true, os: ['linux'], cpu: ['x64'] },
  'node_modules/native-darwin': { version: '1.0.0', integrity: 'sha512-d', optional: true, os: ['darwin'] },
};

const { 'node_modules/native-darwin': _darwin, ...ON_LINUX } = LOCK;
const { 'node_modules/native-linux': _linux, ...ON_DARWIN } = LOCK;

describe('whether packages must be installed', () => {
  it('says nothing when node_modules is what the lock file names, less what is for other machines', () => {
    expect(packagesProblem(installed(ON_LINUX).path, MACHINE)).toBeUndefined();
  });

  it('says so when there are none', () => {
    const { path } = temporaryFolder({ 'package-lock.json': JSON.stringify({ packages: LOCK }) });
    expect(packagesProblem(path, MACHINE)).toBe('none are here yet');
  });

  it.each([
    ['version', { version: '1.2.4', integrity: 'sha512-a' }],
    ['content', { version: '1.2.3', integrity: 'sha512-b' }],
  ])('says so when the lock file names another %s', (_what, entry) => {
    const { path, write } = installed(ON_LINUX);
    write('package-lock.json', JSON.stringify({ packages: { ...LOCK, 'node_modules/plain': entry } }));
    expect(packagesProblem(path, MACHINE)).toBe('package-lock.json has changed');
  });

  it('says so when the lock file names one more', () => {
    const { path, write } = installed(ON_LINUX);
    write('package-lock.json', JSON.stringify({ packages: { ...LOCK, 'node_modules/new': { version: '1.0.0' } } }));
    expect(packagesProblem(path, MACHINE)).toBe('package-lock.json has changed');
  });

  it('does not mind a package that the lock file no longer names', () => {
    const { path, write } = installed(ON_LINUX);
    const { 'node_modules/plain': _, ...fewer } = LOCK;
    write('package-lock.json', JSON.stringify({ packages: fewer }));
    expect(packagesProblem(path, MACHINE)).toBeUndefined();
  });

  it('says which folder somebody deleted', () => {
    const { path } = installed(ON_LINUX);
    rmSync(join(path, 'node_modules/plain'), { recursive: true });
    expect(packagesProblem(path, MACHINE)).toBe('node_modules/plain is missing');
  });

  it('says so when node_modules came from another kind of machine', () => {
    expect(packagesProblem(installed(ON_DARWIN).path, MACHINE)).toBe('these are for another kind of machine');
  });

  it.each(['', '{', '[]', 'null'])('stops with a sentence when the lock file is %j', (content) => {
    const { path } = temporaryFolder({ 'package-lock.json': content });
    expect(() => packagesProblem(path, MACHINE)).toThrow(Stop);
  });
});

/** A project whose node_modules holds `entries` while its lock file names all. */
function installed(entries: LockEntries) {
  const folders = Object.keys(entries).filter((path) => path.startsWith('node_modules/'));
  return temporaryFolder({
    'package-lock.json': JSON.stringify({ packages: LOCK }),
    'node_modules/.package-lock.json': JSON.stringify({ packages: entries }),
    ...Object.fromEntries(folders.map((path) => [`${path}/package.json`, '{}'])),
  });
}
