/** What axe finds wrong with a page, for whoever can't see it, hear it or use a mouse. */
import axe from 'axe-core';
import type { Page } from 'playwright-core';

/** Every violation of any weight, as `rule: elements`; none where all is well. */
export async function findBarriers(page: Page): Promise<readonly string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() =>
    (window as unknown as { axe: { run(): Promise<axe.AxeResults> } }).axe.run(),
  );
  return violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ html, failureSummary = '' }) => `${html} ${failureSummary}`).join(' ')}`,
  );
}
