/** `/embed/{room}` of a real gateway in a real browser, and what a test asks it. */
import type { Browser, Page } from 'playwright-core';
import { PNG } from 'pngjs';

export interface EmbedPage {
  readonly page: Page;
  /** What the console heard, and what the page's policy kept out. */
  readonly console: string[];
}

/** @param prepare done to the page before it loads anything. */
export async function openEmbed(
  browser: Browser,
  url: string,
  prepare?: (page: Page) => Promise<unknown>,
): Promise<EmbedPage> {
  const page = await browser.newPage({ viewport: { width: 960, height: 540 } });
  const console: string[] = [];
  page.on('console', (message) => {
    if (!message.text().includes('GPU stall due to ReadPixels')) console.push(message.text());
  });
  page.on('pageerror', (error) => console.push(`uncaught: ${error.message}`));
  await prepare?.(page);
  await page.goto(url);
  return { page, console };
}

/** Share of the page that is not see-through, 0 to 1. */
export async function inkShare(page: Page): Promise<number> {
  const { data } = PNG.sync.read(await page.screenshot({ omitBackground: true }));
  let inked = 0;
  for (let at = 3; at < data.length; at += 4) if ((data[at] ?? 0) > 0) inked += 1;
  return inked / (data.length / 4);
}
