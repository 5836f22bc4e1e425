import { describe, expect, it } from 'vitest';
import { runProgram } from './child.mjs';
import { findNpm, installSentence } from './npm.mjs';
import { temporaryFolder } from './temporary-folder.ts';

const NPM = findNpm() ?? '';

describe('a failed install', () => {
  it('without a network is told in one sentence', async () => {
    expect(installSentence(await installFromNowhere(), '/repo')).toBe(
      "The packages could not be downloaded: the npm registry was not reached. Check the network (or npm's proxy settings) and try again.",
    );
  });

  it.each([
    ['EUSAGE', /^package\.json and package-lock\.json do not fit together/],
    ['EINTEGRITY', /^A downloaded package is not the one that package-lock\.json names/],
  ])('with %s says what that means', (code, sentence) => {
    expect(installSentence(`npm error code ${code}\nnpm error\n`, '/repo')).toMatch(sentence);
  });

  it.each([
    ['EACCES', "The folder /repo can't be written by this user, and something must be installed or built in it first."],
    ['EROFS', 'The folder /repo is on a read-only file system, and something must be installed or built in it first.'],
    ['ENOSPC', 'The folder /repo is on a full disk, and something must be installed or built in it first.'],
  ])('with %s names the folder', (code, sentence) => {
    expect(installSentence(`npm error code ${code}\nnpm error syscall mkdir\n`, '/repo')).toBe(sentence);
    expect(installSentence(`npm ERR! code ${code}\n`, '/repo')).toBe(sentence);
  });

  it('of a kind nobody thought of points at what npm said', () => {
    expect(installSentence('npm error Exit handler never called!\n', '/repo')).toMatch(/its own words are above/);
  });
});

it('the npm that runs us is taken before any other', () => {
  const { path } = temporaryFolder({ 'bin/npm-cli.js': '' });
  expect(findNpm({ npm_execpath: `${path}/bin/npm-cli.js` })).toBe(`${path}/bin/npm-cli.js`);
});

it('another package manager that runs us is not npm', () => {
  const { path } = temporaryFolder({ 'yarn.js': '' });
  expect(findNpm({ npm_execpath: `${path}/yarn.js` }, `${path}/bin/node`)).toBeUndefined();
});

/** What `npm ci` says where no registry answers. */
async function installFromNowhere(): Promise<string> {
  const manifest = { name: 'x', version: '1.0.0', dependencies: { left: '1.0.0' } };
  const left = { version: '1.0.0', integrity: `sha512-${'A'.repeat(86)}==` };
  const lock = { ...manifest, lockfileVersion: 3, packages: { '': manifest, 'node_modules/left': left } };
  const { path } = temporaryFolder({
    'package.json': JSON.stringify(manifest),
    'package-lock.json': JSON.stringify(lock),
  });
  const options = ['--registry=http://127.0.0.1:1', '--fetch-retries=0', `--cache=${path}/cache`, '--loglevel=error'];
  const { output } = await runProgram(process.execPath, [NPM, 'ci', '--prefix', path, ...options]);
  return output;
}
