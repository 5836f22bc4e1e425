/** `DELETE /v1/rooms/{room}/comments…`: taking comments back from every screen, the log and what is held. */
import type { RoomSettings } from '@danmaku-live/protocol';
import { z } from 'zod';
import type { Broker, RoomState, StateChange } from '../broker/broker.ts';
import { heldField, heldIdOf, readHeld, type HeldComment } from '../room/held-comments.ts';
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
/** Lines that go into the log together: as much as a viewer's line takes at once. */
const LINES_AT_ONCE = 16;
/** Comments that are read at once to learn their ids. */
const PAGE_COMMENTS = 1000;
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
  const { broker } = parts;
  const state = await broker.state(visit.room);
  const held = heldIn(state).map(({ comment }) => comment.id);
  const ids = [...(await keptIds(broker, visit.room)), ...held];
  const detail = { comments: ids.length };
  const recallFrom = (from: number) => {
    const what = { ids: ids.slice(from, from + IDS_PER_LINE) };
    return broker.control(visit.room, { kind: 'recall', timeMs: Date.now(), what }, heldChange(state, what));
  };
  const starts = Array.from({ length: Math.ceil(ids.length / IDS_PER_LINE) }, (_, index) => index * IDS_PER_LINE);
  for (let at = 1; at < starts.length; at += LINES_AT_ONCE) {
    await Promise.all(starts.slice(at, at + LINES_AT_ONCE).map(recallFrom));
  }
  const what = { ids: ids.slice(0, IDS_PER_LINE) };
  const line = { kind: 'recall', timeMs: Date.now(), what } as const;
  await perform(broker, visit, state, { action: 'recall all', detail, line, change: heldChange(state, what) });
  const { pinned } = settingsOf(state, parts.defaultSettings);
  await unpin(parts, visit, state, { ids: pinned === undefined ? [] : [pinned] });
}

/** The ids of all comments that the room keeps, the oldest first: read in pages, for they may be very many. */
async function keptIds(broker: Broker, room: string): Promise<readonly string[]> {
  const pages: (readonly string[])[] = [];
  let page = await broker.page(room, { limit: PAGE_COMMENTS });
  while (page.comments.length > 0) {
    pages.unshift(page.comments.map((line) => line.id));
    page = await broker.page(room, { before: page.first, limit: PAGE_COMMENTS });
  }
  return pages.flat();
}

async function recall(
  parts: VisitParts,
  visit: Visit,
  state: RoomState,
  what: Recalled,
  act: Pick<Act, 'action' | 'target'>,
): Promise<void> {
  const named = 'user' in what && { named: await saidBy(parts.broker, visit.room, what.user) };
  const line = { kind: 'recall', timeMs: Date.now(), what, ...named } as const;
  await perform(parts.broker, visit, state, { ...act, line, change: heldChange(state, what) });
  await unpin(parts, visit, state, what);
}

/** The ids of what `user` said among the latest comments: older ones are on no screen. */
async function saidBy(broker: Broker, room: string, user: string): Promise<readonly string[]> {
  const { comments } = await broker.page(room, { limit: PAGE_COMMENTS });
  return comments.flatMap((line) => (line.userId === user ? [line.id] : [])).slice(-IDS_PER_LINE);
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
  const ids =
    'ids' in what
      ? what.ids
      : heldIn(state).flatMap(({ comment }) => (comment.user.id === what.user ? [comment.id] : []));
  return Object.fromEntries(ids.map(heldField).flatMap((field) => (state.has(field) ? [[field, null]] : [])));
}

/** What the room holds back, by its state. */
export function heldIn(state: RoomState): readonly HeldComment[] {
  return [...state].flatMap(([field, text]) => (heldIdOf(field) === undefined ? [] : (readHeld(text) ?? [])));
}
