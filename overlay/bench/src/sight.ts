/** How many frames pass from a comment's arrival to the first frame that shows it, from a cold start. */
import { openPage } from './chromium.ts';
import { quantile } from './outcome.ts';

export interface Sight {
  /** How the comments come: `emit`, or frames of a socket every so many milliseconds. */
  readonly from: 'emit' | 'socket-10' | 'socket-50';
  readonly came: number;
  readonly lost: number;
  /** Of the first comment: it waits until the stage has loaded and drawn. */
  readonly first: number;
  /** In frames: 1 is the first that could show it. */
  readonly p50: number;
  readonly p95: number;
  /** The same without the first second, in which the stage and the first glyphs are loaded. */
  readonly p95Later: number;
  /** What the overlay chose to draw with. */
  readonly kind: string;
}

const RATE = 100;

/** A page each: the first comments find no stage and no glyph yet. */
export async function measureSight(url: string, lengthMs: number): Promise<Sight[]> {
  const sights: Sight[] = [];
  for (const [from, system] of [
    ['emit', 'ours-emit'],
    ['socket-10', 'ours-socket-10'],
    ['socket-50', 'ours-socket-50'],
  ] as const) {
    const { page, close } = await openPage(`${url}/on/${system}`);
    try {
      const perSecond = from === 'emit' ? RATE : 0;
      const look = await page.evaluate(([length, rate]) => rig.look(length, rate), [lengthMs, perSecond] as const);
      sights.push({
        from,
        came: look.came,
        lost: look.came - look.seen,
        first: look.ticks[0] ?? NaN,
        p50: quantile(look.ticks, 0.5),
        p95: quantile(look.ticks, 0.95),
        p95Later: quantile(look.ticks.slice(RATE), 0.95),
        kind: await page.evaluate(() => rig.kind()),
      });
    } finally {
      await close();
    }
  }
  return sights;
}
