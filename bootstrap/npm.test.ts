import { chmodSync, realpathSync, symlinkSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { runProgram } from './child.mjs';
import { findNpm, installProblem } from './npm.mjs';
import { temporaryFolder } from './temporary-folder.ts';

const NPM = findNpm() ?? '';

describe('a failed install', () => {
  it('without a network is told in one sentence', async () => {
    expect(installProblem(await installFromNowhere(), '/repo')).toEqual({
      sentence:
        "The packages could not be downloaded: the npm registry was not reached (ECONNREFUSED). Check the network, or npm's proxy settings, and try again.",
      isWhole: true,
    });
  });

  it.each([
    ['EUSAGE', /^package\.json and package-lock\.json do not fit together/],
    ['EINTEGRITY', /^A package is not the one that package-lock\.json names/],
  ])('with %s says what that means', (code, sentence) => {
    expect(installProblem(`npm error code ${code}\nnpm error\n`, '/repo').sentence).toMatch(sentence);
  });

  it.each([
    ['EACCES', "The folder /repo can't be written by this user, and something must be installed or built in it first."],
    ['EROFS', 'The folder /repo is on a read-only file system, and something must be installed or built in it first.'],
    ['ENOSPC', 'The folder /repo is on a full disk, and something must be installed or built in it first.'],
  ])('with %s names the folder', (code, sentence) => {
    expect(installProblem(`npm error code ${code}\nnpm error syscall mkdir\n`, '/repo').sentence).toBe(sentence);
    expect(installProblem(`npm ERR! code ${code}\n`, '/repo').sentence).toBe(sentence);
  });

  it('of a kind nobody thought of points at what npm said', () => {
    expect(installProblem('npm error Exit handler never called!\n', '/repo').sentence).toMatch(
      /its own words are above/,
    );
  });
});

it('the npm that runs us is taken before any other', () => {
  const { path } = temporaryFolder({ 'bin/npm-cli.js': '' });
  expect(findNpm({ npm_execpath: `${path}/bin/npm-cli.js` })).toBe(`${path}/bin/npm-cli.js`);
});

it('the npm on the PATH is found behind its link', () => {
  const { path } = temporaryFolder({ 'lib/npm-cli.js': '', 'bin/other': '' });
  chmodSync(`${path}/lib/npm-cli.js`, 0o755);
  symlinkSync('../lib/npm-cli.js', `${path}/bin/npm`);
  expect(findNpm({ PATH: `${path}/bin` }, `${path}/bin/node`)).toBe(realpathSync(`${path}/lib/npm-cli.js`));
});

it('another package manager that runs us is not npm', () => {
  const { path } = temporaryFolder({ 'yarn.js': '' });
  expect(findNpm({ npm_execpath: `${path}/yarn.js`, PATH: '' }, `${path}/bin/node`)).toBeUndefined();
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
