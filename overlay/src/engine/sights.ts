/** What can be seen of the flights at a moment: for the page's questions and for clicks. */
import type { DanmakuComment } from '@danmaku-live/protocol';
import type { ShownComment, VisibleComment } from '../engine.ts';
import { boxAt, isVisibleAt } from '../lanes/flight.ts';
import type { Flight } from '../lanes/flight.ts';
import type { Layout } from '../lanes/layout.ts';
import type { Stage } from '../stage/stage.ts';

/** In the order they are drawn. */
export function seenAt(flights: Iterable<Flight>, layout: Layout, stageMs: number): Flight[] {
  return [...flights]
    .filter((flight) => isVisibleAt(flight, layout, stageMs))
    .sort((a, b) => Number(a.first) - Number(b.first));
}

/** Steps of a CSS pixel in which tops and bottoms are told: binary, so that they add up exactly. */
const STEPS = 64;

/** As the page is told: rows that touch must not seem to overlap by an error of rounding. */
export function describe(flight: Flight, layout: Layout, stageMs: number): VisibleComment {
  const { comment, row, mode } = flight;
  const { x, y, width, height } = boxAt(flight, layout, stageMs);
  const top = Math.ceil(y * STEPS) / STEPS;
  const bottom = Math.floor((y + height) * STEPS) / STEPS;
  return { id: comment.id, text: comment.text, x, y: top, width, height: bottom - top, lane: row, mode };
}

/** As the page is told of one that it asked for. */
export function shownOf({ comment, appearance, count }: Flight): ShownComment {
  return { comment, own: appearance.own, fontPx: appearance.fontPx, count };
}

/** The comment under a point of the stage: the one drawn last. */
export function commentAt(
  flights: Iterable<Flight>,
  layout: Layout,
  stageMs: number,
  x: number,
  y: number,
): DanmakuComment | undefined {
  const hit = seenAt(flights, layout, stageMs).filter((flight) => {
    const box = boxAt(flight, layout, stageMs);
    return x >= box.x && x <= box.x + box.width && y >= box.y && y <= box.y + box.height;
  });
  return hit.at(-1)?.comment;
}

/** Ids of those of which nothing is drawn yet. One that leaves before the stage has answered is among them as well. */
export async function undrawnOf(flying: Iterable<Flight>, stage: Stage | undefined): Promise<string[]> {
  const ids = new Map([...flying].map(({ key, comment }) => [key, comment.id]));
  const keys = (await stage?.undrawn()) ?? [];
  return keys.flatMap((key) => ids.get(key) ?? []);
}
