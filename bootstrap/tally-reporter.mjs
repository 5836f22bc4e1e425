/** A vitest reporter that counts, and leaves the count in the file that DANMAKU_TALLY names. */
import { writeFileSync } from 'node:fs';

/**
 * @typedef {object} Tally
 * @property {number} passed
 * @property {number} failed tests that failed or never ended, files and suites that broke, errors outside of tests.
 * @property {number} skipped
 */

/** @typedef {Pick<import('vitest/node').TestModule, 'errors'> & { children: { allTests(): Iterable<CountedTest>, allSuites(): Iterable<{ errors(): unknown[] }> } }} CountedModule */
/** @typedef {{ result(): { state: 'passed' | 'failed' | 'skipped' | 'pending' } }} CountedTest */

/**
 * @param {readonly CountedModule[]} modules
 * @param {readonly unknown[]} unhandledErrors
 * @returns {Tally}
 */
export function tallyOf(modules, unhandledErrors) {
  const tally = { passed: 0, failed: unhandledErrors.length, skipped: 0 };
  for (const module of modules) {
    tally.failed += module.errors().length;
    for (const suite of module.children.allSuites()) tally.failed += suite.errors().length;
    for (const test of module.children.allTests()) {
      const { state } = test.result();
      tally[state === 'pending' ? 'failed' : state] += 1;
    }
  }
  return tally;
}

/** The last line of `npm test`. @param {Tally} tally */
export function lastLine({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}

export default class TallyReporter {
  /**
   * @param {readonly import('vitest/node').TestModule[]} modules
   * @param {readonly unknown[]} unhandledErrors
   */
  onTestRunEnd(modules, unhandledErrors) {
    const file = process.env['DANMAKU_TALLY'];
    if (file) writeFileSync(file, JSON.stringify(tallyOf(modules, unhandledErrors)));
  }
}
