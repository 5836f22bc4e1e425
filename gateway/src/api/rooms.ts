/** `/v1/rooms/{room}`: what a room is like, and changing it. */
import { parseObject } from '@danmaku-live/protocol';
import { History, type HistoryLimits } from '../room/history.ts';
import { SETTINGS_FIELD, applyPatch, settingsPatch } from '../room/settings.ts';
import { json, problem, type ApiAnswer, type ApiRequest } from './exchange.ts';
import { visit, type ApiParts } from './visitor.ts';

export interface RoomParts extends ApiParts {
  readonly historyLimits: HistoryLimits;
}

/** Comments a second are counted over this long. */
const RATE_SECONDS = 10;

export async function getRoom(parts: RoomParts, request: ApiRequest): Promise<ApiAnswer> {
  const visited = await visit(parts, request, 'read');
  if (!visited.ok) return visited.answer;
  const { room, settings, snapshot } = visited;
  const { viewers, instances } = await parts.broker.presence(room);
  const history = History.from(parts.historyLimits, snapshot.lines, snapshot.last);
  const commentsPerSecond = history.countSince(Date.now() - RATE_SECONDS * 1000) / RATE_SECONDS;
  return json(200, { room, viewers, instances, commentsPerSecond, settings });
}

export async function patchSettings(parts: RoomParts, request: ApiRequest): Promise<ApiAnswer> {
  const visited = await visit(parts, request, 'moderate');
  if (!visited.ok) return visited.answer;
  const fields = parseObject(request.body);
  if (!fields) return problem('invalid', 'The body must be one JSON object.', { field: 'body' });
  const patch = settingsPatch.safeParse(fields);
  if (!patch.success) {
    const issue = patch.error.issues[0];
    const field = issue?.code === 'unrecognized_keys' ? issue.keys[0] : String(issue?.path[0] ?? 'body');
    return problem('invalid', `The field "${field}": ${issue?.message ?? 'is not valid'}.`, { field: field ?? 'body' });
  }
  const settings = applyPatch(visited.settings, patch.data);
  const line = { kind: 'settings', timeMs: Date.now(), settings } as const;
  await parts.broker.control(visited.room, line, { [SETTINGS_FIELD]: JSON.stringify(settings) });
  return json(200, settings);
}
