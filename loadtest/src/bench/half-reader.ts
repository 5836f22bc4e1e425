/** Reads a half that another process wrote. Nothing in it is trusted: it ends up in a page. */
import type { Half } from './half.ts';

type Json = Readonly<Record<string, unknown>>;

/** @returns the half, or what is wrong with it. */
export function readHalf(
  json: string,
): { readonly ok: true; readonly half: Half } | { readonly ok: false; readonly reason: string } {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return { ok: false, reason: 'it is no JSON' };
  }
  if (!isObject(value) || value['schema'] !== 1) return { ok: false, reason: 'it is no result of a benchmark' };
  const wrong = Object.entries(FIELDS).find(([name, holds]) => !holds(value[name]));
  if (wrong) return { ok: false, reason: `"${wrong[0]}" is not what it should be` };
  const ids = new Set((value['figures'] as readonly Json[]).map((figure) => figure['id']));
  if (ids.size !== (value['figures'] as readonly Json[]).length)
    return { ok: false, reason: 'a figure is there twice' };
  return { ok: true, half: value as unknown as Half };
}

const FIELDS: Readonly<Record<string, (value: unknown) => boolean>> = {
  bench: isText,
  title: isText,
  startedAt: (value) => isText(value) && Number.isFinite(Date.parse(value)),
  seconds: isNumber,
  quick: (value) => typeof value === 'boolean',
  repeat: isNumber,
  machine: (value) =>
    isObject(value) &&
    [value['cpu'], value['os'], value['node']].every(isText) &&
    [value['cores'], value['memoryBytes']].every(isNumber),
  versions: (value) => isObject(value) && Object.values(value).every(isText),
  notes: listOf(isText),
  figures: listOf(
    (value) =>
      isObject(value) &&
      isText(value['id']) &&
      isText(value['unit']) &&
      ['lower', 'higher', 'none'].includes(String(value['better'])) &&
      listOf(isNumber)(value['values']),
  ),
  tables: listOf(
    (value) =>
      isObject(value) &&
      isText(value['title']) &&
      listOf(isText)(value['columns']) &&
      listOf((row) => isObject(row) && listOf(isCell)(row['cells']))(value['rows']),
  ),
  plots: listOf((value) => {
    if (!isObject(value) || ![value['title'], value['unit'], value['xLabel']].every(isText)) return false;
    const { x, series } = value;
    if (!Array.isArray(x) || !x.every(isNumber)) return false;
    const isLine = (line: unknown): boolean =>
      isObject(line) &&
      isText(line['label']) &&
      Array.isArray(line['values']) &&
      line['values'].length === x.length &&
      line['values'].every((point) => point === null || isNumber(point));
    return listOf(isLine)(series) && (series as readonly unknown[]).length <= MAX_SERIES;
  }),
  goals: listOf(
    (value) =>
      isObject(value) &&
      [value['id'], value['text'], value['unit']].every(isText) &&
      [value['value'], value['limit']].every(isNumber) &&
      [value['lowest'], value['highest']].every((end) => end === undefined || isNumber(end)) &&
      ['lower', 'higher'].includes(String(value['better'])) &&
      typeof value['met'] === 'boolean',
  ),
};

/** As many as there are colours. */
const MAX_SERIES = 8;

function isCell(value: unknown): boolean {
  return isObject(value) && (isText(value['text']) || isText(value['figure']));
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isNumber(value: unknown): boolean {
  return typeof value === 'number' && Number.isFinite(value);
}

function listOf(holds: (value: unknown) => boolean): (value: unknown) => boolean {
  return (value) => Array.isArray(value) && value.every(holds);
}
