/** What the browser itself keeps for a page beside its JavaScript: nodes, canvases, and the shapes of texts. */
import type { Page } from 'playwright-core';

/** Bytes in use in the heap of the page's own thread, after a garbage collection. */
export async function browserHeapBytes(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  try {
    await session.send('HeapProfiler.collectGarbage');
    const { embedderHeapUsedSize } = (await session.send('Runtime.getHeapUsage')) as { embedderHeapUsedSize?: number };
    if (embedderHeapUsedSize === undefined) throw new Error('this browser does not tell how much it keeps');
    return embedderHeapUsedSize;
  } finally {
    await session.detach();
  }
}
