/** This project's own form: comments as the gateway speaks them, as one JSON list or one comment a line. */
import { isMode, isRole, isSize, LIMITS, type DanmakuComment } from '@danmaku-live/protocol';
import { readJson } from './json.ts';
import { Collector, fieldsOf, MOST_CODE_UNITS, numberOf, own, type ReadComments } from './read.ts';

/**
 * Reads `[comment, …]`, `{comments: […]}` (what `GET …/comments` answers), or one comment a line (`format=ndjson`).
 * Never throws; lines that are no comment are counted.
 *
 * @param startSeconds when the recording began, in seconds since 1970; absent: the first moment in the file. Comments
 *   that carry a moment (`media`, or `time`) instead of a position get theirs by it.
 */
export function fromJson(source: unknown, startSeconds?: number): ReadComments {
  const collector = new Collector('json');
  const { list, problem } = entriesOf(source);
  const found = list.map((entry) => fieldsOf(entry));
  const start = startSeconds ?? firstMoment(found);
  for (const fields of found) {
    if (fields === undefined) collector.skip('invalid');
    else readOne(collector, fields, start);
  }
  return collector.done(problem);
}

function readOne(collector: Collector, fields: Readonly<Record<string, unknown>>, start: number): void {
  const [mode, size, count] = [own(fields, 'mode'), own(fields, 'size'), own(fields, 'count')];
  const moment = momentOf(fields);
  collector.add({
    id: own(fields, 'id'),
    text: own(fields, 'text'),
    media: moment === undefined ? numberOf(own(fields, 'media')) : moment - start,
    ...(isMode(mode) && { mode }),
    ...(isSize(size) && { size }),
    color: own(fields, 'color'),
    user: userOf(own(fields, 'user')),
    time: own(fields, 'time'),
    count: typeof count === 'number' ? count : undefined,
  });
}

function entriesOf(source: unknown): { readonly list: readonly unknown[]; readonly problem?: string } {
  if (typeof source === 'string' && source.length > MOST_CODE_UNITS)
    return { list: [], problem: 'The file is too large.' };
  const json = readJson(source);
  const problem = json.problem === undefined ? {} : { problem: json.problem };
  if (json.ok && Array.isArray(json.value)) return { list: json.value as readonly unknown[], ...problem };
  const fields = json.ok ? fieldsOf(json.value) : undefined;
  const comments = fields && own(fields, 'comments');
  if (Array.isArray(comments)) return { list: comments as readonly unknown[], ...problem };
  // A single comment is a file of one line.
  if (fields !== undefined && json.problem === undefined && Object.hasOwn(fields, 'text')) return { list: [fields] };
  if ((json.ok && json.problem === undefined) || typeof source !== 'string')
    return { list: [], problem: 'The file holds no list of comments.' };
  return linesOf(source);
}

function linesOf(source: string): { readonly list: readonly unknown[]; readonly problem?: string } {
  const list = source
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const json = readJson(line);
      return json.ok ? json.value : undefined;
    });
  return list.every((entry) => fieldsOf(entry) === undefined)
    ? { list: [], problem: 'The file is not JSON, or not all of it.' }
    : { list };
}

/** When it was said, in seconds since 1970; `undefined` where it has a position instead. */
function momentOf(fields: Readonly<Record<string, unknown>>): number | undefined {
  const media = numberOf(own(fields, 'media'));
  if (media !== undefined) return media >= LIMITS.positionSeconds ? media : undefined;
  if (own(fields, 'media') != null) return undefined;
  const time = own(fields, 'time');
  return typeof time === 'number' && time > 0 && Number.isFinite(time) ? time / 1000 : undefined;
}

function firstMoment(found: readonly (Readonly<Record<string, unknown>> | undefined)[]): number {
  let start = Infinity;
  for (const fields of found) start = Math.min(start, (fields && momentOf(fields)) ?? Infinity);
  return start;
}

function userOf(value: unknown): DanmakuComment['user'] | undefined {
  const fields = fieldsOf(value);
  if (fields === undefined) return undefined;
  const [id, name, role] = [own(fields, 'id'), own(fields, 'name'), own(fields, 'role')];
  if (typeof id !== 'string' || typeof name !== 'string') return undefined;
  return { id: id.slice(0, 128), name: name.slice(0, 128), ...(isRole(role) && { role }) };
}

/** One comment a line, as {@link fromJson} and the gateway's log have it. */
export function toNdjson(comments: readonly DanmakuComment[]): string {
  return comments.map((comment) => `${JSON.stringify(comment)}\n`).join('');
}
