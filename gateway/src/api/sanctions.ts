/** `/v1/rooms/{room}/sanctions`: muting, banning and shadow-banning users. */
import { cleanText } from '@danmaku-live/protocol';
import { z } from 'zod';
import type { RoomState, StateChange } from '../broker/broker.ts';
import { can } from '../identity/identity.ts';
import { MAX_SANCTIONS, SANCTION_KINDS, Sanctions, sanctionField, type Sanction } from '../room/sanctions.ts';
import { actorOf, perform } from './acts.ts';
import { json, problem, type ApiAnswer } from './exchange.ts';
import { operation, type Operation } from './operation.ts';
import { count, id, sanction as sanctionAnswer } from './schemas.ts';
import type { Visit, VisitParts } from './visitor.ts';

const PATH = '/v1/rooms/:room/sanctions';
const YEAR_SECONDS = 31_536_000;
const REASON_CHARS = 200;
const DEFAULT_LIMIT = 100;

const body = z.strictObject({
  kind: z.enum(SANCTION_KINDS),
  seconds: z.int().min(1).max(YEAR_SECONDS).nullish().describe('How long; absent: until it is lifted.'),
  reason: z.string().max(REASON_CHARS).nullish().describe('For moderators; the user is not told.'),
  byAddress: z.boolean().nullish().describe('Whether it holds for the networks the user was seen at, too.'),
});

export function sanctionOperations(parts: VisitParts): readonly Operation[] {
  return [list(parts), put(parts), lift(parts)];
}

function list(parts: VisitParts): Operation {
  const form = {
    method: 'GET',
    path: PATH,
    permission: 'list sanctions',
    summary: 'The sanctions that hold now.',
    query: z.object({ limit: count(MAX_SANCTIONS).default(DEFAULT_LIMIT), skip: count(MAX_SANCTIONS).optional() }),
    answers: [
      {
        status: 200,
        meaning: 'The newest first; `total` counts all.',
        content: { 'application/json': z.object({ total: z.int(), sanctions: z.array(sanctionAnswer) }) },
      },
    ],
  } as const;
  return operation(parts, form, async ({ visit, query }) => {
    const all = new Sanctions(await parts.broker.state(visit.room)).active(Date.now());
    const ofUsers = all.filter(({ network }) => network === undefined);
    const { limit, skip = 0 } = query;
    return json(200, { total: ofUsers.length, sanctions: ofUsers.slice(skip, skip + limit).map(viewOf) });
  });
}

function put(parts: VisitParts): Operation {
  const form = {
    method: 'PUT',
    path: `${PATH}/:user`,
    permission: 'sanction a user',
    summary: 'Sanction a user; an earlier sanction is replaced.',
    part: { name: 'user', schema: id },
    body,
    answers: [{ status: 200, meaning: 'The sanction.', content: { 'application/json': sanctionAnswer } }],
  } as const;
  return operation(parts, form, async ({ visit, part: user, body: asked }) => {
    const state = await parts.broker.state(visit.room);
    const sanctions = new Sanctions(state);
    const nowMs = Date.now();
    const ended = sanctions.endedFields(nowMs);
    const barred = isBarred(visit, sanctions, user, nowMs);
    if (barred) return barred;
    if (sanctions.size - ended.length >= MAX_SANCTIONS) {
      return problem('invalid', 'This room has as many sanctions as it can hold; lift some first.', { field: 'user' });
    }
    const sanction = newSanction(visit, user, asked, nowMs);
    const gone = [...ended, ...sanctions.fieldsOf(user)].map((field) => [field, null] as const);
    const change = { ...Object.fromEntries(gone), [sanctionField({ user })]: JSON.stringify(sanction) };
    const { kind, seconds, reason, byAddress } = asked;
    const detail = { ...(seconds && { seconds }), ...(reason && { reason }), ...(byAddress && { byAddress }) };
    await apply(parts, visit, state, change, { action: kind, target: user, detail });
    return json(200, viewOf(sanction));
  });
}

function lift(parts: VisitParts): Operation {
  const form = {
    method: 'DELETE',
    path: `${PATH}/:user`,
    permission: 'lift a sanction',
    summary: 'Lift what holds for a user, and for the networks that came with it.',
    part: { name: 'user', schema: id },
    answers: [{ status: 204, meaning: 'Nothing holds for the user.' }],
  } as const;
  return operation(parts, form, async ({ visit, part: user }) => {
    const state = await parts.broker.state(visit.room);
    const sanctions = new Sanctions(state);
    const barred = isBarred(visit, sanctions, user, Date.now());
    if (barred) return barred;
    const change = Object.fromEntries(sanctions.fieldsOf(user).map((field) => [field, null]));
    await apply(parts, visit, state, change, { action: 'lift', target: user });
    return { status: 204 };
  });
}

function newSanction(visit: Visit, user: string, asked: z.output<typeof body>, nowMs: number): Sanction {
  const { kind, seconds, reason, byAddress } = asked;
  const clean = reason == null ? undefined : cleanText(reason);
  return {
    kind,
    user,
    sinceMs: nowMs,
    ...(seconds != null && { untilMs: nowMs + seconds * 1000 }),
    ...(clean?.ok && { reason: clean.text }),
    ...(byAddress && { byAddress }),
    by: actorOf(visit),
    ...(can(visit.identity, 'sanction moderators', 'none') && { isFirm: true }),
  };
}

/** What an owner has laid down, no moderator changes. */
function isBarred(visit: Visit, sanctions: Sanctions, user: string, nowMs: number): ApiAnswer | undefined {
  if (!sanctions.ofUser(user, nowMs)?.isFirm || can(visit.identity, 'sanction moderators', 'none')) return undefined;
  return problem('not_allowed', 'An owner has set this sanction; only an owner may change it.');
}

function apply(
  parts: VisitParts,
  visit: Visit,
  state: RoomState,
  change: StateChange,
  act: { readonly action: string; readonly target: string; readonly detail?: Record<string, unknown> },
): Promise<void> {
  const line = { kind: 'state', timeMs: Date.now(), change } as const;
  return perform(parts.broker, visit, state, { ...act, line, change });
}

function viewOf(sanction: Sanction): z.input<typeof sanctionAnswer> {
  const { user, kind, sinceMs, untilMs, reason, byAddress, by } = sanction;
  return {
    user,
    kind,
    since: sinceMs,
    ...(untilMs !== undefined && { until: untilMs }),
    ...(reason !== undefined && { reason }),
    ...(byAddress && { byAddress }),
    by,
  };
}
