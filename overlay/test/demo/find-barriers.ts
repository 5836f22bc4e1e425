/** What axe finds wrong with a page, for whoever can't see it, hear it or use a mouse. */
import axe from 'axe-core';
import type { Page } from 'playwright-core';

/**
 * Every violation of any weight, as `rule: elements`; none where all is well.
 *
 * @param selector of the part that is looked at; without it the whole page is.
 */
export async function findBarriers(page: Page, selector = 'html'): Promise<readonly string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source);
  const { violations } = await page.evaluate(
    (part) => (window as unknown as { axe: typeof axe }).axe.run(part),
    selector,
  );
  return violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ html, failureSummary = '' }) => `${html} ${failureSummary}`).join(' ')}`,
  );
}
