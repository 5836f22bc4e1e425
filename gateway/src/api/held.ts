/** `/v1/rooms/{room}/held`: comments that wait for moderators. To refuse one is to recall it. */
import { z } from 'zod';
import type { Holds } from '../holds.ts';
import { perform } from './acts.ts';
import { json, problem } from './exchange.ts';
import { operation, type Operation } from './operation.ts';
import { heldIn } from './recalls.ts';
import { comment, id } from './schemas.ts';
import type { VisitParts } from './visitor.ts';

export interface HeldParts extends VisitParts {
  readonly holds: Pick<Holds, 'pass'>;
}

const PATH = '/v1/rooms/:room/held';

export function heldOperations(parts: HeldParts): readonly Operation[] {
  return [listHeld(parts), passHeld(parts)];
}

function listHeld(parts: HeldParts): Operation {
  const held = z.object({ comment, untilMs: z.number() });
  const form = {
    method: 'GET',
    path: PATH,
    permission: 'list held comments',
    summary: 'Comments that wait before everybody sees them.',
    answers: [
      {
        status: 200,
        meaning: 'The next one first.',
        content: { 'application/json': z.object({ held: z.array(held) }) },
      },
    ],
  } as const;
  return operation(parts, form, async ({ visit }) => {
    const waiting = [...heldIn(await parts.broker.state(visit.room))];
    return json(200, { held: waiting.sort((a, b) => a.untilMs - b.untilMs) });
  });
}

function passHeld(parts: HeldParts): Operation {
  const form = {
    method: 'POST',
    path: `${PATH}/:id`,
    permission: 'publish a held comment',
    summary: 'Publish a held comment now.',
    part: { name: 'id', schema: id },
    answers: [{ status: 204, meaning: 'It is in the log.' }],
  } as const;
  return operation(parts, form, async ({ visit, part }) => {
    const state = await parts.broker.state(visit.room);
    const held = heldIn(state).find(({ comment: { id: waiting } }) => waiting === part);
    if (!held || !(await parts.holds.pass(visit.room, held))) {
      return problem('not_found', 'No comment with this id waits here.', { field: 'id' });
    }
    const line = { kind: 'state', timeMs: Date.now(), change: {} } as const;
    await perform(parts.broker, visit, state, { action: 'pass', target: part, line });
    return { status: 204 };
  });
}
