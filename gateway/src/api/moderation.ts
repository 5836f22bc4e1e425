/** `/v1/rooms/{room}/words` and `/audit`: what moderators lay down and look up. */
import { LIMITS } from '@danmaku-live/protocol';
import { z } from 'zod';
import type { RoomState } from '../broker/broker.ts';
import { auditEntries } from '../room/audit.ts';
import { MAX_SHARING, WORDS_FIELD, isBlockable, isOverShared, readWords } from '../room/word-filter.ts';
import { perform } from './acts.ts';
import { json } from './exchange.ts';
import { operation, type Operation } from './operation.ts';
import { auditEntry, count } from './schemas.ts';
import type { VisitParts } from './visitor.ts';

const ROOM = '/v1/rooms/:room';
/** As many as fit into a body; longer lists belong into the file of the deployment. */
const MAX_WORDS = 5000;
const DEFAULT_ENTRIES = 100;
const MAX_ENTRIES = 1000;

const word = z
  .string()
  .trim()
  .max(LIMITS.refChars, `must be at most ${LIMITS.refChars} characters`)
  .refine(isBlockable, 'must hold a letter or digit, and at most two wildcards in it')
  .describe('`*` up to eight letters, `?` one; at an end `*` makes it part of longer words.');
const list = z
  .array(word)
  .max(MAX_WORDS)
  .refine((all) => !isOverShared(all), `at most ${MAX_SHARING} words may have the same longest part between wildcards`);
const words = z.strictObject({ words: list });
const wordsAnswer = [{ status: 200, meaning: 'The words now.', content: { 'application/json': words } }] as const;

export function moderationOperations(parts: VisitParts): readonly Operation[] {
  return [listWords(parts), replaceWords(parts), listAudit(parts)];
}

function listWords(parts: VisitParts): Operation {
  const form = {
    method: 'GET',
    path: `${ROOM}/words`,
    permission: 'list words',
    summary: 'The blocked words of the room.',
    answers: wordsAnswer,
  } as const;
  return operation(parts, form, async ({ visit }) => {
    return json(200, { words: wordsIn(await parts.broker.state(visit.room)) });
  });
}

function replaceWords(parts: VisitParts): Operation {
  const form = {
    method: 'PUT',
    path: `${ROOM}/words`,
    permission: 'replace words',
    summary: 'Replace the blocked words of the room.',
    body: words,
    answers: wordsAnswer,
  } as const;
  return operation(parts, form, async ({ visit, body }) => {
    const state = await parts.broker.state(visit.room);
    const after = [...new Set(body.words)];
    const before = new Set(wordsIn(state));
    const added = after.filter((one) => !before.has(one)).length;
    const detail = { words: after.length, added, removed: before.size - (after.length - added) };
    const change = { [WORDS_FIELD]: after.length === 0 ? null : JSON.stringify(after) };
    const line = { kind: 'state', timeMs: Date.now(), change } as const;
    await perform(parts.broker, visit, state, { action: 'words', detail, line, change });
    return json(200, { words: after });
  });
}

function listAudit(parts: VisitParts): Operation {
  const form = {
    method: 'GET',
    path: `${ROOM}/audit`,
    permission: 'see the audit',
    summary: 'Who did what, when.',
    query: z.object({ limit: count(MAX_ENTRIES).default(DEFAULT_ENTRIES) }),
    answers: [
      {
        status: 200,
        meaning: 'The newest first.',
        content: { 'application/json': z.object({ entries: z.array(auditEntry) }) },
      },
    ],
  } as const;
  return operation(parts, form, async ({ visit, query }) => {
    const entries = auditEntries(await parts.broker.state(visit.room));
    return json(200, { entries: entries.slice(0, query.limit) });
  });
}

function wordsIn(state: RoomState): readonly string[] {
  const text = state.get(WORDS_FIELD);
  return text === undefined ? [] : readWords(text);
}
