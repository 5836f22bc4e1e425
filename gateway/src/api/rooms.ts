/** `/v1/rooms/{room}`: what a room is like, and changing it. */
import type { DanmakuComment } from '@danmaku-live/protocol';
import { z } from 'zod';
import type { Broker } from '../broker/broker.ts';
import type { PageQuery } from '../room/history.ts';
import type { Placed } from '../room/kept-lines.ts';
import type { LogLine } from '../room/log-line.ts';
import { SETTINGS_FIELD, applyPatch, settingsOf, settingsPatch, type SettingsPatch } from '../room/settings.ts';
import { perform } from './acts.ts';
import { json } from './exchange.ts';
import { operation, type Operation } from './operation.ts';
import { settings as settingsAnswer } from './schemas.ts';
import { sameSettings, untilDone } from './settings-change.ts';
import type { Visit, VisitParts } from './visitor.ts';

const PATH = '/v1/rooms/:room';
/** Comments a second are counted over this long. */
const RATE_SECONDS = 10;
const FEW_COMMENTS = 100;
const MANY_COMMENTS = 1000;

const roomAnswer = z.object({
  room: z.string(),
  viewers: z.int(),
  instances: z.int().describe('Gateways that have viewers in it.'),
  commentsPerSecond: z.number().describe(`Over the last ${RATE_SECONDS} s.`),
  settings: settingsAnswer,
});

export function roomOperations(parts: VisitParts): readonly Operation[] {
  return [getRoom(parts), patchSettings(parts)];
}

function getRoom(parts: VisitParts): Operation {
  const form = {
    method: 'GET',
    path: PATH,
    permission: 'see the room',
    summary: 'What a room is like now.',
    answers: [{ status: 200, meaning: 'The room.', content: { 'application/json': roomAnswer } }],
  } as const;
  return operation(parts, form, async ({ visit }) => {
    const { room } = visit;
    const { broker } = parts;
    const [state, recent, presence] = await Promise.all([
      broker.state(room),
      countSince(broker, room, Date.now() - RATE_SECONDS * 1000),
      broker.presence(room),
    ]);
    const { viewers, instances } = presence;
    return json(200, {
      room,
      viewers,
      instances,
      commentsPerSecond: recent / RATE_SECONDS,
      settings: settingsOf(state, parts.defaultSettings),
    });
  });
}

/**
 * How many comments are not older than `sinceMs`. Anybody may ask: no more is read than they are, and few rooms have more of
 * them than the first look finds.
 */
async function countSince(broker: Broker, room: string, sinceMs: number): Promise<number> {
  let count = 0;
  let query: PageQuery = { limit: FEW_COMMENTS };
  for (;;) {
    const { first, comments } = await broker.page(room, query);
    const recent = comments.filter(({ timeMs }) => timeMs >= sinceMs).length;
    count += recent;
    if (recent < query.limit) return count;
    query = { before: first, limit: MANY_COMMENTS };
  }
}

function patchSettings(parts: VisitParts): Operation {
  const form = {
    method: 'PATCH',
    path: `${PATH}/settings`,
    permission: 'change settings',
    summary: 'Change some settings of a room.',
    body: settingsPatch,
    answers: [{ status: 200, meaning: 'All settings now.', content: { 'application/json': settingsAnswer } }],
  } as const;
  const patch = async (visit: Visit, body: SettingsPatch) => {
    const { lines, state } = body.pinned
      ? await parts.broker.read(visit.room)
      : { lines: [], state: await parts.broker.state(visit.room) };
    const settings = applyPatch(settingsOf(state, parts.defaultSettings), body, keptComment(lines, body.pinned));
    const line = { kind: 'settings', timeMs: Date.now(), settings } as const;
    const change = { [SETTINGS_FIELD]: JSON.stringify(settings) };
    const expected = sameSettings(state);
    await perform(parts.broker, visit, state, { action: 'settings', detail: body, line, change, expected });
    return settings;
  };
  return operation(parts, form, async ({ visit, body }) => {
    return json(200, await untilDone(() => patch(visit, body)));
  });
}

function keptComment(lines: readonly Placed<LogLine>[], id: string | null | undefined): DanmakuComment | undefined {
  for (const { line } of lines) {
    if (line.kind === 'comment' && line.id === id) return JSON.parse(line.json) as DanmakuComment;
  }
  return undefined;
}
