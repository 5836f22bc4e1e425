/** The first text of a script loads its fallback font, which takes up to a second: better before it is needed. */
import type { TextPainter } from './text-painter.ts';

const SAMPLES = ['Danmaku 666', '弹幕前方高能哈哈哈', 'すごいwww', '대박ㅋㅋ', '😀👍🏽❤️', 'مرحبا', 'สวัสดี', 'Привет'];

/** Measures one sample per idle moment. */
export function warmUp(painter: TextPainter, fontFamily: string): void {
  const rest = [...SAMPLES];
  const step = (): void => {
    const text = rest.shift();
    if (text === undefined) return;
    painter.measure({ text, fontPx: 25, fontFamily, color: '#ffffff', outlinePx: 1.5, own: false });
    whenIdle(step);
  };
  whenIdle(step);
}

/** Safari has no idle callbacks. */
function whenIdle(callback: () => void): void {
  if ('requestIdleCallback' in globalThis) requestIdleCallback(callback);
  else setTimeout(callback, 50);
}
