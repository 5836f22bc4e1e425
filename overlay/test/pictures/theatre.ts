/** Plays a scene on a page whose time stands still between steps: the same scene is the same picture every time. */
import { startLab } from '../stage/lab.ts';
import { shoot } from '../stage/picture.ts';
import type { Scene } from './scenes.ts';
import type { Seen } from './verdict.ts';

const SIZE = { width: 640, height: 360 };
/** Named, so that the same machine with other preferences shows the same. */
const FONT = '"Noto Sans", "Noto Sans CJK SC", "Noto Color Emoji"';
const FRAME_MS = 16;

/** What each renderer calls itself where it could be had. */
const KIND_OF = { worker: 'worker', webgl: 'webgl', canvas: 'canvas2d' } as const;
type Drawer = keyof typeof KIND_OF;

/** A worker draws in its own time; one that never gets there is looked at no more. */
const MOST_LOOKS = 100;

export interface Theatre {
  /** @param isDone asked of what a worker shows, until it is; other pictures are there at once. */
  play(scene: Scene, renderer: Drawer, isDone?: (seen: Seen) => boolean): Promise<Seen>;
  close(): Promise<void>;
}

export async function startTheatre(): Promise<Theatre> {
  const lab = await startLab();
  return {
    async play(scene, renderer, isDone = () => true) {
      const { page, problems } = await lab.open({ viewport: SIZE, deviceScaleFactor: 1 });
      try {
        await page.clock.install({ time: new Date('2026-01-01T00:00:00Z') });
        await page.clock.pauseAt(new Date('2026-01-01T00:00:01Z'));
        await page.evaluate(
          ([chosen, settings]) => {
            globalThis.running = globalThis.lab.start(chosen, settings);
            // Nothing is drawn before a first comment has had the stage opened.
            running.engine.emit([globalThis.lab.comment('.', { id: 'first', mode: 'top' })]);
          },
          [renderer, { fontFamily: FONT, fontSize: 24, ...scene.settings }] as const,
        );
        let readyMs = 0;
        while ((await page.evaluate(() => running.engine.visible().length)) === 0) {
          await page.clock.runFor(FRAME_MS);
          readyMs += FRAME_MS;
          if (readyMs > 60_000) throw new Error('the stage showed nothing');
        }
        await page.evaluate(() => running.engine.clear());
        await page.clock.runFor(20 * FRAME_MS);
        let atMs = 0;
        for (const step of scene.steps) {
          if (step.atMs > atMs) await page.clock.runFor(step.atMs - atMs);
          atMs = step.atMs;
          await page.evaluate(
            ([lines, own]) => {
              const { length } = [...(globalThis.spoken ??= [])];
              const comments = lines.map((line, i) =>
                globalThis.lab.comment(line.text, { id: `n${length + i + 1}`, ...line }),
              );
              globalThis.spoken.push(...comments);
              running.engine.emit(comments, { own });
            },
            [step.say, step.own === true] as const,
          );
        }
        await page.clock.runFor(scene.atMs - atMs);
        if (renderer === 'worker') {
          // Told to stand, it draws the very moment at which the page is.
          await page.evaluate(() => running.engine.pause());
          await page.clock.runFor(FRAME_MS);
        }
        const boxes = await page.evaluate(() => running.engine.visible());
        let seen = { picture: await shoot(page), boxes };
        for (let looks = 1; looks < MOST_LOOKS && !isDone(seen); looks += 1) {
          seen = { picture: await shoot(page), boxes };
        }
        const { stage } = await page.evaluate(() => running.engine.stats());
        if (stage !== KIND_OF[renderer]) throw new Error(`It was drawn by ${stage}.`);
        if (problems.length > 0) throw new Error(`The page reported: ${problems.join('; ')}`);
        return seen;
      } finally {
        await page.context().close();
      }
    },
    close: () => lab.close(),
  };
}

declare global {
  var spoken: unknown[] | undefined;
}
