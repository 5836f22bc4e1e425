/** An expected end: the sentence is for the person at the terminal, without a stack trace. */
export class Stop extends Error {
  /**
   * @param {string} sentence what is wrong and what to do about it; empty when it was said already.
   * @param {number} [exitCode] of the process.
   */
  constructor(sentence, exitCode = 1) {
    super(sentence);
    this.exitCode = exitCode;
  }
}

/** @type {Readonly<Record<string, string>>} */
const FOLDER_PROBLEMS = {
  EROFS: 'is on a read-only file system',
  EACCES: "can't be written by this user",
  EPERM: "can't be written by this user",
  ENOSPC: 'is on a full disk',
  EDQUOT: 'is over its disk quota',
};

/**
 * The sentence for a failed write below `folder`; `undefined` when `code` tells of something else.
 *
 * @param {string} folder
 * @param {string | undefined} code as in `error.code`.
 */
export function folderSentence(folder, code) {
  const problem = code === undefined ? undefined : FOLDER_PROBLEMS[code];
  return problem && `The folder ${folder} ${problem}, and something must be installed or built in it first.`;
}

/**
 * The `code` of a system error, or `undefined`.
 *
 * @param {unknown} error
 * @returns {string | undefined}
 */
export function errorCode(error) {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
