/** What the browser itself keeps for a page beside its JavaScript: nodes, canvases, and the shapes of texts. */
import type { Page } from 'playwright-core';

/** Bytes in use in the heap of the page's own thread, after a garbage collection. */
export async function browserHeapBytes(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  try {
    await session.send('HeapProfiler.collectGarbage');
    return (await session.send('Runtime.getHeapUsage')).embedderHeapUsedSize;
  } finally {
    await session.detach();
  }
}
