/** The page that shows two runs side by side. */
import { compare, differences } from './comparison.ts';
import { escapeHtml, renderPage } from './page.ts';
import type { Result } from './result.ts';
import { pairCharts } from './series.ts';

export function comparisonHtml(before: Result, after: Result): Promise<string> {
  const notes = differences(before, after).map((note) => `<li>${escapeHtml(note)}</li>`);
  const rows = compare(before, after).map(
    ({ name, before: first, after: second, change, verdict }) =>
      `<tr><th scope="row">${escapeHtml(name)}</th><td>${escapeHtml(first)}</td><td>${escapeHtml(second)}</td>` +
      `<td class="${verdict}">${escapeHtml(change)}${verdict === 'same' ? '' : ` ${verdict}`}</td></tr>`,
  );
  return renderPage({
    title: 'Load test: two runs',
    top: `<header><h1>Two runs side by side</h1>
<p class="when">before: ${side(before)}<br>after: ${side(after)}</p>
${notes.length === 0 ? '' : `<div class="note">The runs differ in more than what was measured:<ul>${notes.join('')}</ul></div>`}
</header>
<section class="card"><table class="wide"><thead><tr><th scope="col">figure</th><th scope="col">before</th><th scope="col">after</th><th scope="col">change</th></tr></thead><tbody>${rows.join('')}</tbody></table></section>`,
    charts: pairCharts(before, after),
    bottom: '',
  });
}

function side({ date, plan, verdict }: Result): string {
  return escapeHtml(
    `${new Date(date).toUTCString()}, ${plan.scenario}, ${plan.viewers} viewers, ${plan.rate} comments/s, ${verdict.ok ? 'passed' : 'failed'}`,
  );
}
