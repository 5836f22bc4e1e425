/** Frames that reached the screen, counted by the browser's own display compositor, whichever thread drew them. */
import type { CDPSession } from 'playwright-core';

/** Counts while `meanwhile` runs. */
export async function countDrawnFrames<T>(
  browser: CDPSession,
  meanwhile: () => Promise<T>,
): Promise<{ drawn: number; result: T }> {
  let drawn = 0;
  const take = ({ value }: { value: { name?: string }[] }): void => {
    for (const { name } of value) if (name === 'Display::DrawAndSwap') drawn += 1;
  };
  browser.on('Tracing.dataCollected', take as (payload: object) => void);
  await browser.send('Tracing.start', { transferMode: 'ReportEvents', traceConfig: { includedCategories: ['viz'] } });
  const result = await meanwhile();
  const complete = new Promise((resolve) => browser.once('Tracing.tracingComplete', resolve));
  await browser.send('Tracing.end');
  await complete;
  browser.off('Tracing.dataCollected', take as (payload: object) => void);
  return { drawn, result };
}
