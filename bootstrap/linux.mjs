import { readFileSync } from 'node:fs';

/**
 * Whether this is Debian itself, whose packages we know by name. Its children differ where it matters here:
 * Ubuntu's `chromium` is an empty package that points to a snap.
 *
 * @param {string | undefined} osRelease the text of /etc/os-release.
 */
export function isDebian(osRelease) {
  return /^ID="?debian"?\s*$/m.test(osRelease ?? '');
}

/** The text of /etc/os-release; `undefined` on other systems. */
export function readOsRelease() {
  try {
    return readFileSync('/etc/os-release', 'utf8');
  } catch {
    return undefined;
  }
}
