/**
 * README's table of figures, made from bench/results/*.json and from nothing else.
 * `node bench/render.mjs` writes it into README.md; `npm run check` fails when it differs.
 * `node bench/render.mjs --keep` first takes over what was measured here last (bench-output/*.json).
 */
import { copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const RESULTS = join(ROOT, 'bench/results');
const MEASURED = join(ROOT, 'bench-output');
const README = join(ROOT, 'README.md');
const BEGIN = '<!-- bench: written by bench/render.mjs -->';
const END = '<!-- bench: end -->';
/** In the order of the table; a soak is kept, and quoted by its goals as the others are. */
const BENCHES = ['gateway', 'redis', 'words', 'overlay', 'soak'];
/** The same work each time by a server that does nothing else: how far it lies apart is the machine's doing. */
const NOISE = 'same-frame.c-writer.cpu';

/**
 * @typedef {object} Goal
 * @property {string} text
 * @property {string} unit
 * @property {number} value
 * @property {number} [lowest] of the repetitions, where there are some.
 * @property {number} [highest]
 * @property {number} limit
 * @property {'lower' | 'higher'} better
 * @property {boolean} met
 *
 * @typedef {object} Result what README needs of a result; loadtest/src/bench/half.ts has the whole.
 * @property {string} bench
 * @property {string} title
 * @property {string} startedAt
 * @property {boolean} quick
 * @property {number} repeat
 * @property {{ cpu: string, cores: number, os: string, node: string }} machine
 * @property {Readonly<Record<string, string>>} versions
 * @property {readonly Goal[]} goals
 * @property {readonly { id: string, unit: string, values: readonly number[] }[]} figures
 */

/** @returns {Result[]} what is kept, in the table's order. */
export function keptResults() {
  const files = existsSync(RESULTS) ? readdirSync(RESULTS).filter((name) => name.endsWith('.json')) : [];
  return files
    .map((name) => /** @type {Result} */ (JSON.parse(readFileSync(join(RESULTS, name), 'utf8'))))
    .sort((a, b) => BENCHES.indexOf(a.bench) - BENCHES.indexOf(b.bench));
}

/**
 * README with the table of `results` in the place of the one it has.
 *
 * @param {string} readme @param {readonly Result[]} results
 * @throws {Error} when README has no place for it.
 */
export function withFigures(readme, results) {
  const begin = readme.indexOf(BEGIN);
  const end = readme.indexOf(END);
  if (begin < 0 || end < begin) throw new Error(`README.md has no "${BEGIN}" … "${END}"`);
  return `${readme.slice(0, begin + BEGIN.length)}\n\n${figures(results)}\n\n${readme.slice(end)}`;
}

/** @param {readonly Result[]} results */
function figures(results) {
  const quoted = results.filter(({ goals }) => goals.length > 0);
  return quoted.length === 0 ? 'Nothing has been kept yet.' : quoted.map(part).join('\n\n');
}

/** @param {Result} result */
function part({ title, startedAt, repeat, machine, versions, goals, figures: measured }) {
  const others = Object.entries(versions).flatMap(([name, version]) => (name === 'node' ? [] : [`${name} ${version}`]));
  const where = `${machine.cores} × ${machine.cpu}, ${machine.os}, Node ${machine.node.replace(/^v/, '')}`;
  const rows = goals.map((goal) => [goal.text, judgedText(goal), boundText(goal)]);
  return [
    `**${title}**, ${startedAt.slice(0, 10)}, ${where}; ${[`median of ${repeat}`, ...others].join(', ')}:`,
    '',
    ...table([['what', 'measured', 'goal'], ...rows]),
    ...noise(measured.find(({ id }) => id === NOISE)),
  ].join('\n');
}

/** @param {Result['figures'][number] | undefined} figure */
function noise(figure) {
  if (!figure || figure.values.length < 2) return [];
  const [lowest, highest] = [Math.min(...figure.values), Math.max(...figure.values)];
  const percent = digits((100 * (highest - lowest)) / lowest);
  const text = `${valueText(lowest, figure.unit)} to ${valueText(highest, figure.unit)}`;
  return [
    '',
    `In brackets: how far the repetitions lie apart. A frame of bare C, always the same work, took ${text} in that run; by so much (${percent} %) does the machine itself vary.`,
  ];
}

/** @param {Goal} goal */
function judgedText({ value, lowest, highest, unit }) {
  const spread =
    lowest === undefined || highest === undefined ? '' : ` (${valueText(lowest, '')}–${valueText(highest, '')})`;
  return valueText(value, unit) + spread;
}

/** @param {Goal} goal */
function boundText({ limit, unit, better, met }) {
  return `${better === 'lower' ? 'at most' : 'at least'} ${valueText(limit, unit)}${met ? '' : ': **missed**'}`;
}

/** Columns of one width each, as the formatter wants them. @param {readonly (readonly string[])[]} rows */
function table(rows) {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(3, ...rows.map((row) => [...(row[column] ?? '')].length)));
  const line = (/** @type {readonly string[]} */ row) =>
    `| ${row.map((cell, column) => cell + ' '.repeat((widths[column] ?? 0) - [...cell].length)).join(' | ')} |`;
  const [head = [], ...body] = rows;
  return [line(head), `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`, ...body.map(line)];
}

/** @param {number} value @param {string} unit */
function valueText(value, unit) {
  const large = (/** @type {number} */ number) =>
    Math.abs(number) >= 1e6 ? `${digits(number / 1e6)} M` : digits(number);
  if (unit === '1/s') return `${large(value)}/s`;
  if (unit === 'x') return `${digits(value)} ×`;
  return `${large(value)}${unit === '' ? '' : ` ${unit}`}`;
}

/** @param {number} value */
function digits(value) {
  const shown = Number(value.toPrecision(3));
  return Math.abs(shown) >= 1000 ? shown.toLocaleString('en-US') : String(shown);
}

/** Takes over what was measured here last; rough figures are not kept. */
function keepMeasured() {
  mkdirSync(RESULTS, { recursive: true });
  for (const name of BENCHES) {
    const file = join(MEASURED, `${name}.json`);
    if (!existsSync(file)) continue;
    const { quick } = /** @type {Result} */ (JSON.parse(readFileSync(file, 'utf8')));
    if (quick) console.error(`bench-output/${name}.json was measured with --quick and is not kept.`);
    else copyFileSync(file, join(RESULTS, `${name}.json`));
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  if (process.argv.includes('--keep')) keepMeasured();
  writeFileSync(README, withFigures(readFileSync(README, 'utf8'), keptResults()));
}
