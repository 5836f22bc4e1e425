import { expect, it } from 'vitest';
import { isDebian } from './linux.mjs';
import { howTo, NEEDS } from './system-packages.mjs';

it.each([
  ['Debian', 'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nNAME="Debian GNU/Linux"\nID=debian\n', true],
  ['Debian with quotes', 'NAME=x\nID="debian"', true],
  ['Ubuntu, whose chromium is a snap', 'NAME="Ubuntu"\nID=ubuntu\nID_LIKE=debian\n', false],
  ['Alpine', 'NAME="Alpine Linux"\nID=alpine\n', false],
  ['a system without the file', undefined, false],
])('%s is Debian or is not', (_name, osRelease, expected) => {
  expect(isDebian(osRelease)).toBe(expected);
});

it('where nothing is installed for the user, the sentence names all that is missing and, on Debian, the command', () => {
  const some = NEEDS.slice(0, 2);
  expect(howTo(some, true)).toBe(`The tests need what this machine does not have:
  - Redis 7 or later (redis-server on the PATH)
  - Chromium or Chrome (on the PATH, or its path in CHROMIUM)
As root: apt-get install --no-install-recommends redis-server chromium`);
  expect(howTo(some, false)).toMatch(
    /CHROMIUM\)\nInstall them with your system's package manager, then run this again\.$/,
  );
});
