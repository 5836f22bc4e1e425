/** What the tests need from the machine: real servers, a real browser, fonts for every script on a screen. */
import { runProgram } from './child.mjs';
import { withoutServices } from './debian-services.mjs';
import { isDebian, readOsRelease } from './linux.mjs';
import { findProgram } from './path-search.mjs';
import { complain, say, since } from './say.mjs';
import { Stop } from './stop.mjs';

/**
 * @typedef {object} SystemNeed
 * @property {string} what in words, for those who install it by hand.
 * @property {string} debian the package that brings it on Debian.
 * @property {() => Promise<boolean>} isHere
 */

const CHROMIUM_NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];

/** @type {readonly SystemNeed[]} */
export const NEEDS = [
  { what: 'Redis 7 or later (redis-server on the PATH)', debian: 'redis-server', isHere: program('redis-server') },
  { what: 'Chromium or Chrome (on the PATH, or its path in CHROMIUM)', debian: 'chromium', isHere: chromium },
  { what: 'HAProxy (haproxy on the PATH)', debian: 'haproxy', isHere: program('haproxy') },
  { what: 'nginx (on the PATH)', debian: 'nginx', isHere: program('nginx') },
  { what: 'FFmpeg (ffmpeg on the PATH)', debian: 'ffmpeg', isHere: program('ffmpeg') },
  { what: 'OpenSSL (openssl on the PATH)', debian: 'openssl', isHere: program('openssl') },
  {
    what: 'fonts for Chinese, Japanese and Korean (Noto Sans CJK)',
    debian: 'fonts-noto-cjk',
    isHere: fonts('zh', 'ja', 'ko'),
  },
  { what: 'an emoji font (Noto Color Emoji)', debian: 'fonts-noto-color-emoji', isHere: fonts('und-zsye') },
  { what: 'fonts for Arabic and Thai (Noto Sans)', debian: 'fonts-noto-core', isHere: fonts('ar', 'th') },
];

/** Needs that this machine does not meet. @returns {Promise<SystemNeed[]>} */
async function missingNeeds() {
  const here = await Promise.all(NEEDS.map((need) => need.isHere()));
  return NEEDS.filter((_, index) => !here[index]);
}

/**
 * Installs what is missing where we know how and may (Debian, as root).
 *
 * @throws {Stop} that says exactly what to install, elsewhere.
 */
export async function installSystemPackages() {
  const missing = await missingNeeds();
  if (missing.length === 0) return;
  const packages = missing.map((need) => need.debian);
  const onDebian = isDebian(readOsRelease());
  if (!onDebian || process.getuid?.() !== 0) throw new Stop(howTo(missing, onDebian));

  say(`Installing ${packages.join(', ')} …`);
  const start = performance.now();
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const update = await runProgram('apt-get', ['update', '-q'], { env });
  const install = await withoutServices(() =>
    runProgram('apt-get', ['install', '-y', '-q', '--no-install-recommends', ...packages], { env }),
  );
  if (install.exitCode !== 0) {
    complain(`${update.exitCode === 0 ? '' : update.output}${install.output}`.trimEnd());
    throw new Stop(`apt-get could not install ${packages.join(', ')}; its own words are above.`);
  }
  const still = await missingNeeds();
  if (still.length > 0)
    throw new Stop(`apt-get went through, and yet there is no ${still.map((need) => need.what).join('; no ')}.`);
  say(`Installed them in ${since(start)}.`);
}

/**
 * What a person has to install, and how.
 *
 * @param {readonly SystemNeed[]} missing
 * @param {boolean} onDebian
 */
export function howTo(missing, onDebian) {
  const list = missing.map((need) => `  - ${need.what}`).join('\n');
  const command = `apt-get install --no-install-recommends ${missing.map((need) => need.debian).join(' ')}`;
  const how = onDebian
    ? `As root: ${command}`
    : "Install them with your system's package manager, then run this again.";
  return `The tests need what this machine does not have:\n${list}\n${how}`;
}

/** @param {string} name @returns {() => Promise<boolean>} */
function program(name) {
  return async () => findProgram([name]) !== undefined;
}

async function chromium() {
  return findChromium() !== undefined;
}

/** Path of the browser that the tests drive. @param {NodeJS.ProcessEnv} [env] */
export function findChromium(env = process.env) {
  return findProgram(env['CHROMIUM'] ? [env['CHROMIUM']] : CHROMIUM_NAMES, env);
}

/**
 * Whether fontconfig knows a font for each of these languages; other systems bring theirs along.
 *
 * @param {readonly string[]} languages
 * @returns {() => Promise<boolean>}
 */
function fonts(...languages) {
  return async () => {
    if (process.platform !== 'linux') return true;
    const found = await Promise.all(
      languages.map((language) => runProgram('fc-list', [`:lang=${language}`, 'family'])),
    );
    return found.every(({ exitCode, output }) => exitCode === 0 && output.trim() !== '');
  };
}
