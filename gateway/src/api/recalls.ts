/** `DELETE /v1/rooms/{room}/comments…`: taking comments back from every screen, the log and what is held. */
import type { RoomSettings } from '@danmaku-live/protocol';
import { z } from 'zod';
import type { RoomState, StateChange } from '../broker/broker.ts';
import { heldField, heldIdOf, type HeldComment } from '../room/held-comments.ts';
import type { Recalled } from '../room/log-line.ts';
import { SETTINGS_FIELD, applyPatch, settingsOf } from '../room/settings.ts';
import { perform, type Act } from './acts.ts';
import { problem } from './exchange.ts';
import { operation, type Operation } from './operation.ts';
import { id } from './schemas.ts';
import { sameSettings, untilDone } from './settings-change.ts';
import type { Visit, VisitParts } from './visitor.ts';

const PATH = '/v1/rooms/:room/comments';
/** Ids in one line of the log, and so in one frame: some kilobytes. */
const IDS_PER_LINE = 500;
const DONE = { status: 204 } as const;
const ANSWERS = [{ status: 204, meaning: 'They leave every screen, and nobody gets them again.' }] as const;

const recallQuery = z.object({
  user: id.optional().describe('Recall all comments of this user.'),
  all: z.literal('true').optional().describe('Recall all comments of the room.'),
});

export function recallOperations(parts: VisitParts): readonly Operation[] {
  return [recallMany(parts), recallOne(parts)];
}

function recallOne(parts: VisitParts): Operation {
  const form = {
    method: 'DELETE',
    path: `${PATH}/:id`,
    permission: 'recall a comment',
    summary: 'Recall one comment, kept or not: it may still fly.',
    part: { name: 'id', schema: id },
    answers: ANSWERS,
  } as const;
  return operation(parts, form, async ({ visit, part }) => {
    await recall(
      parts,
      visit,
      await parts.broker.state(visit.room),
      { ids: [part] },
      { action: 'recall', target: part },
    );
    return DONE;
  });
}

function recallMany(parts: VisitParts): Operation {
  const form = {
    method: 'DELETE',
    path: PATH,
    permission: 'recall comments',
    summary: 'Recall all comments of a user, or of the room.',
    query: recallQuery,
    answers: ANSWERS,
  } as const;
  return operation(parts, form, async ({ visit, query }) => {
    const { user, all } = query;
    if (user !== undefined) {
      const state = await parts.broker.state(visit.room);
      await recall(parts, visit, state, { user }, { action: 'recall user', target: user });
    } else if (all) {
      await recallAll(parts, visit);
    } else {
      return problem('invalid', 'Say whose comments to recall: ?user={id}, or ?all=true.', { field: 'user' });
    }
    return DONE;
  });
}

/** All there are now. Viewers are told ids, a few hundred at a time; what is posted meanwhile stays. */
async function recallAll(parts: VisitParts, visit: Visit): Promise<void> {
  const { lines, state } = await parts.broker.read(visit.room);
  const kept = lines.flatMap(({ line }) => (line.kind === 'comment' ? [line.id] : []));
  const ids = [...kept, ...heldIn(state).map(({ comment }) => comment.id)];
  const detail = { comments: ids.length };
  for (let from = IDS_PER_LINE; from < ids.length; from += IDS_PER_LINE) {
    const what = { ids: ids.slice(from, from + IDS_PER_LINE) };
    await parts.broker.control(visit.room, { kind: 'recall', timeMs: Date.now(), what }, heldChange(state, what));
  }
  const what = { ids: ids.slice(0, IDS_PER_LINE) };
  const line = { kind: 'recall', timeMs: Date.now(), what } as const;
  await perform(parts.broker, visit, state, { action: 'recall all', detail, line, change: heldChange(state, what) });
  const { pinned } = settingsOf(state, parts.defaultSettings);
  await unpin(parts, visit, state, { ids: pinned === undefined ? [] : [pinned] });
}

async function recall(
  parts: VisitParts,
  visit: Visit,
  state: RoomState,
  what: Recalled,
  act: Pick<Act, 'action' | 'target'>,
): Promise<void> {
  const line = { kind: 'recall', timeMs: Date.now(), what } as const;
  await perform(parts.broker, visit, state, { ...act, line, change: heldChange(state, what) });
  await unpin(parts, visit, state, what);
}

/** A pinned comment that is recalled must not stay on top. */
async function unpin(parts: VisitParts, { room }: Visit, seen: RoomState, what: Recalled): Promise<void> {
  const { broker, defaultSettings } = parts;
  if (!pins(settingsOf(seen, defaultSettings), what)) return;
  await untilDone(async () => {
    const state = await broker.state(room);
    const before = settingsOf(state, defaultSettings);
    if (!pins(before, what)) return;
    const settings = applyPatch(before, { pinned: null });
    const line = { kind: 'settings', timeMs: Date.now(), settings } as const;
    await broker.control(room, line, { [SETTINGS_FIELD]: JSON.stringify(settings) }, sameSettings(state));
  });
}

/** Whether the pinned comment is one of `what`. */
function pins({ pinned, pinnedComment }: RoomSettings, what: Recalled): boolean {
  if ('user' in what) return pinnedComment?.user.id === what.user;
  return pinned !== undefined && what.ids.includes(pinned);
}

function heldChange(state: RoomState, what: Recalled): StateChange {
  const named = heldIn(state).filter(({ comment }) =>
    'user' in what ? comment.user.id === what.user : what.ids.includes(comment.id),
  );
  return Object.fromEntries(named.map(({ comment }) => [heldField(comment.id), null]));
}

/** What the room holds back, by its state. */
export function heldIn(state: RoomState): readonly HeldComment[] {
  return [...state].flatMap(([field, text]) =>
    heldIdOf(field) === undefined ? [] : [JSON.parse(text) as HeldComment],
  );
}
