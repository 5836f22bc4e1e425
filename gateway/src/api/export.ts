/** Pages of the log as files that players, editors and programs read. */
import { writeAss, type DanmakuComment } from '@danmaku-live/protocol';
import { toBilibiliXml } from '../formats/bilibili-xml.ts';
import { positionOf, startOf } from '../formats/position.ts';
import type { HistoryPage } from '../room/history.ts';
import { formatOffset } from '../room/offset.ts';
import type { ApiAnswer } from './exchange.ts';

export const EXPORT_FORMATS = ['xml', 'ass', 'ndjson'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

const TYPES: Readonly<Record<ExportFormat, string>> = {
  xml: 'application/xml; charset=utf-8',
  ass: 'text/x-ssa; charset=utf-8',
  ndjson: 'application/x-ndjson; charset=utf-8',
};

/** @param start where the recording begins, in seconds; absent: at the first comment. */
export function exportPage(
  room: string,
  page: HistoryPage,
  format: ExportFormat,
  start: number | undefined,
): ApiAnswer {
  const lines = page.comments.map(({ json }) => json);
  return {
    status: 200,
    headers: {
      'content-type': TYPES[format],
      'content-disposition': `attachment; filename="${room}.${format}"`,
      'danmaku-first': formatOffset(page.first),
      'danmaku-offset': formatOffset(page.last),
    },
    body: format === 'ndjson' ? lines.map((line) => `${line}\n`).join('') : write(room, lines, format, start),
  };
}

function write(room: string, lines: readonly string[], format: 'xml' | 'ass', start: number | undefined): string {
  const comments = lines.map((line) => JSON.parse(line) as DanmakuComment);
  const zero = start ?? startOf(comments);
  if (format === 'xml') return toBilibiliXml(room, comments, zero);
  return writeAss(
    room,
    comments.map((comment) => ({ comment, at: positionOf(comment, zero) })),
  );
}
