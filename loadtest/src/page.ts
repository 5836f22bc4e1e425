/** A self-contained HTML page: style, script, plots and data in one file that opens anywhere, also without a network. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Chart } from './series.ts';

export interface Page {
  readonly title: string;
  /** Inside `<main>`, before the plots. Text in it must have been through {@link escapeHtml}. */
  readonly top: string;
  readonly charts: readonly Chart[];
  /** After the plots. */
  readonly bottom: string;
  /** A style sheet of its own, of `report/`. */
  readonly style?: string;
}

export async function renderPage({ title, top, charts, bottom, style: ownStyle }: Page): Promise<string> {
  const [plotLicence, plotStyle, plotScript, style, script, more] = await Promise.all([
    readPackage('uplot/LICENSE'),
    readPackage('uplot/dist/uPlot.min.css'),
    readPackage('uplot/dist/uPlot.iife.min.js'),
    readAsset('page.css'),
    readAsset('page.js'),
    ownStyle === undefined ? '' : readAsset(ownStyle),
  ]);
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<title>${escapeHtml(title)}</title>
<style>${plotStyle}
${style}${more}</style>
<main>
${top}
<section class="charts" aria-label="Plots"></section>
${bottom}
</main>
<script type="application/json" id="charts">${jsonForScript(charts)}</script>
<script>/* uPlot
${plotLicence.replaceAll('*/', '')}*/
${plotScript}</script>
<script>${script}</script>
</html>
`;
}

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
}

/** Rows of a name and a value, as a table under a heading. The values may be HTML. */
export function tableHtml(heading: string, rows: readonly (readonly [string, string])[]): string {
  const body = rows.map(([name, value]) => `<tr><th scope="row">${escapeHtml(name)}</th><td>${value}</td></tr>`);
  return `<section class="card"><h2>${escapeHtml(heading)}</h2><table>${body.join('')}</table></section>`;
}

/** JSON that can't end its script element. `Infinity` becomes the largest number: JSON has none. */
function jsonForScript(value: unknown): string {
  const json = JSON.stringify(value, (_, one: unknown) => (one === Infinity ? Number.MAX_VALUE : one));
  return json.replaceAll('<', '\\u003c');
}

function readPackage(path: string): Promise<string> {
  return readFile(createRequire(import.meta.url).resolve(path), 'utf8');
}

/** From beside the compiled file as from beside the source, the folder is the same. */
function readAsset(name: string): Promise<string> {
  return readFile(new URL(`../report/${name}`, import.meta.url), 'utf8');
}
