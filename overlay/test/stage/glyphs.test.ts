/// <reference lib="dom" />
import pixelmatch from 'pixelmatch';
import { describe, expect, it } from 'vitest';
import { inkIn, shoot } from './picture.ts';
import type { Picture } from './picture.ts';
import { useLab } from './use-lab.ts';

const lab = useLab();

const TEXTS: Readonly<Record<string, string>> = {
  Chinese: '前方高能反应，非战斗人员请撤离！哈哈哈哈',
  Japanese: 'すごいwwwこれは「ヤバい」ですね～ﾊﾝｶｸ',
  Korean: '대박이다ㅋㅋㅋ 진짜 최고예요',
  Latin: 'AVATAR Types: Wave, “To be” fiction ffi é ü ß',
  Arabic: 'مرحبا بالعالم، هذا بث مباشر 123',
  Thai: 'สวัสดีครับ นี่คือการถ่ายทอดสด',
  Hindi: 'नमस्ते दुनिया, क्या बात है',
  Cyrillic: 'Привет, ёлки-палки! Щука',
  emoji: '😀👍🏽👨‍👩‍👧‍👦🏳️‍🌈🇯🇵🇨🇳1️⃣❤️‍🔥🧑🏿‍💻',
  mixed: 'GG！草 wwww 🎉 ❤ ™ ありがとう thank you 감사 ♪(^o^)/',
  combining: 'e\u0301a\u0308 か\u3099 Z\u0351\u036b\u0343algo',
};

const COLOR = '#ffd866';

/** Draws each text in each look standing on a line of its own, and returns the screenshot. */
async function draw(renderer: 'webgl' | 'canvas', look: object, ratio: number): Promise<Picture> {
  const page = await lab.open({ deviceScaleFactor: ratio, viewport: { width: 900, height: 620 } });
  await page.evaluate(
    async ({ renderer, look, color, ratio, texts }) => {
      const stage = await globalThis.lab.startStage(renderer, ratio);
      texts.forEach((text, i) => {
        const appearance = {
          text,
          fontPx: 28,
          fontFamily: 'sans-serif',
          color,
          outlinePx: 2,
          own: false,
          ...look,
        };
        stage.add({
          key: i + 1,
          appearance,
          size: stage.measure(appearance, 1),
          motion: { x: 10, y: 6 + i * 54, velocity: 0, fromMs: 0, untilMs: 1e9 },
          count: 1,
          pulseAt: -Infinity,
          first: false,
        });
      });
      while (stage.render(0)) await globalThis.lab.frames(1);
      stage.render(0);
      await globalThis.lab.frames(2);
      stage.render(0);
    },
    { renderer, look, color: COLOR, ratio, texts: Object.values(TEXTS) },
  );
  return shoot(page);
}

/** The line of the `i`th text. */
function line({ width, data }: Picture, i: number, ratio: number): Picture {
  const [from, height] = [Math.round((2 + i * 54) * ratio), Math.round(54 * ratio)];
  return { width, height, data: data.subarray(from * width * 4, (from + height) * width * 4) };
}

/** Pixels that differ to the eye. */
function difference(a: Picture, b: Picture): number {
  return pixelmatch(a.data, b.data, undefined, a.width, a.height, { threshold: 0.25 });
}

describe.each<[string, { color?: string; outlinePx?: number; fontPx?: number; shadow?: boolean }, number]>([
  ['light on a dark outline', {}, 1],
  ['dark on a light outline, twice as fine', { color: '#203080' }, 2],
  ['without an outline', { outlinePx: 0, fontPx: 20 }, 1],
  ['with a shadow', { outlinePx: 4, shadow: true }, 1],
  ['of a broken size', { fontPx: 33.6, outlinePx: 2.35, color: '#ffffff' }, 1],
])('text composed of glyphs, %s', (_name, look, ratio) => {
  it('looks as if the browser had painted it whole, in every script', async () => {
    const composed = [await draw('webgl', look, ratio), await draw('canvas', look, ratio)];
    // What has a gradient is painted whole.
    const color = look.color ?? COLOR;
    const painted = await draw('canvas', { ...look, gradient: [color, color] }, ratio);
    const lines = Object.keys(TEXTS).flatMap((name, i) => composed.map((picture) => ({ name, i, picture })));
    lines.forEach(({ name, i, picture }) => {
      const [a, b] = [line(picture, i, ratio), line(painted, i, ratio)];
      const inked = difference(b, { ...b, data: Buffer.from(b.data.map((_, at) => (at % 4 === 3 ? 255 : 0))) });
      expect(inked, name).toBeGreaterThan(300);
      expect(difference(a, b) / inked, name).toBeLessThan(0.06);
      for (const edge of ['left', 'right', 'top', 'bottom'] as const) {
        expect(Math.abs((inkIn(a)?.[edge] ?? 0) - (inkIn(b)?.[edge] ?? 0)), `${edge} of ${name}`).toBeLessThanOrEqual(
          1,
        );
      }
    });
  });
});
