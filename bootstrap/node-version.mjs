/**
 * The oldest minor of each major that every package of the project accepts; package.json's `engines` says the same.
 *
 * @type {Readonly<Record<number, number>>}
 */
export const OLDEST_MINOR = { 20: 19, 22: 12 };

/** From this major on every version will do. */
export const ANY_FROM_MAJOR = 24;

/**
 * Why the project can't run on this Node, in one sentence; `undefined` when it can.
 *
 * @param {string} version as in `process.versions.node`.
 * @returns {string | undefined}
 */
export function nodeProblem(version) {
  const parts = version.split('.');
  const major = Number(parts[0]);
  const oldest = OLDEST_MINOR[major];
  if (major >= ANY_FROM_MAJOR || (oldest !== undefined && Number(parts[1]) >= oldest)) return undefined;
  return `Danmaku Live needs Node 20.19+, 22.12+ or 24 and later; this is Node ${version}. Get one from nodejs.org.`;
}
