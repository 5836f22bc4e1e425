/** One page for all halves: goals first, then tables and plots, then how it was measured. */
import { escapeHtml, renderPage } from '../page.ts';
import type { Chart } from '../series.ts';
import { figureText, judgedText, valueText } from './figure-words.ts';
import type { Cell, Figure, Goal, Half, Plot, Table } from './half.ts';

export function benchHtml(halves: readonly Half[]): Promise<string> {
  const goals = halves.flatMap((half) => half.goals);
  const met = goals.filter((goal) => goal.met).length;
  const verdict = `${met} of ${goals.length} goals met`;
  return renderPage({
    title: `Benchmarks: ${verdict}`,
    style: 'bench.css',
    top: `<header><h1>Benchmarks <span class="badge ${met === goals.length ? 'good' : 'bad'}">${verdict}</span></h1>
${halves.map(when).join('')}</header>
${goals.length === 0 ? '' : goalTable(goals)}${halves.map(section).join('')}`,
    charts: halves.flatMap(({ plots }) => plots.map(chart)),
    bottom: `<section class="tables">${halves.map(details).join('')}</section>`,
  });
}

function when({ title, startedAt, seconds, quick, repeat, machine }: Half): string {
  const gigabytes = Math.round(machine.memoryBytes / 1e9);
  const text = [
    `${title}: ${new Date(startedAt).toUTCString()}`,
    `${Math.round(seconds)} s`,
    `${machine.cores} × ${machine.cpu}, ${gigabytes} GB`,
    `${machine.os}, Node ${machine.node.replace(/^v/, '')}`,
    quick ? 'quick: figures are rough' : `${repeat} repetitions`,
  ];
  return `<p class="when">${escapeHtml(text.join(' · '))}</p>`;
}

function goalTable(goals: readonly Goal[]): string {
  const rows = goals.map((goal) => {
    const { text, limit, unit, better, met, note } = goal;
    return (
      `<tr><th scope="row">${escapeHtml(text)}${note === undefined ? '' : `<br><small>${escapeHtml(note)}</small>`}</th>` +
      `<td>${valueHtml(judgedText(goal))}</td>` +
      `<td>${better === 'lower' ? 'at most' : 'at least'} ${escapeHtml(valueText(limit, unit))}</td>` +
      `<td class="${met ? 'good' : 'bad'}">${met ? 'met' : 'missed'}</td></tr>`
    );
  });
  return `<section class="card"><h2>Goals</h2><table class="wide"><thead><tr><th scope="col"></th><th scope="col">measured</th><th scope="col">goal</th><th scope="col"></th></tr></thead><tbody>${rows.join('')}</tbody></table></section>`;
}

function section({ title, tables, figures }: Half): string {
  const byId = new Map(figures.map((figure) => [figure.id, figure]));
  return `<section><h2 class="part">${escapeHtml(title)}</h2>${tables.map((table) => tableCard(table, byId)).join('')}</section>`;
}

function tableCard({ title, note, columns, rows }: Table, figures: ReadonlyMap<string, Figure>): string {
  const head = columns.map((column) => `<th scope="col">${escapeHtml(column)}</th>`).join('');
  const body = rows.map(({ ours, cells }) => {
    const [first, ...others] = cells.map((cell) => cellHtml(cell, figures));
    return `<tr${ours ? ' class="ours"' : ''}><th scope="row">${first ?? ''}</th>${others.map((cell) => `<td>${cell}</td>`).join('')}</tr>`;
  });
  return (
    `<div class="card"><h3>${escapeHtml(title)}</h3>${note === undefined ? '' : `<p class="soft">${escapeHtml(note)}</p>`}` +
    `<div class="scroll"><table class="wide"><thead><tr>${head}</tr></thead><tbody>${body.join('')}</tbody></table></div></div>`
  );
}

function cellHtml(cell: Cell, figures: ReadonlyMap<string, Figure>): string {
  if ('text' in cell) return escapeHtml(cell.text);
  const figure = figures.get(cell.figure);
  if (!figure) return '–';
  return valueHtml(figureText(figure));
}

/** A value, and its spread, where it has one, small beneath it. */
function valueHtml(text: string): string {
  const [value = '', spread] = text.split(' (');
  return `${escapeHtml(value)}${spread === undefined ? '' : `<br><small>${escapeHtml(spread.replace(/\)$/, ''))}</small>`}`;
}

function chart({ title, unit, xLabel, xLog, x, series }: Plot): Chart {
  return {
    title,
    unit: unit === '' ? '' : ` ${unit.trim()}`,
    xUnit: '',
    xLabel,
    ...(xLog === true && { xLog }),
    x,
    series: series.map(({ label, values, ours }) => ({ label, values, ...(ours === true && { isBold: true }) })),
    bands: [],
  };
}

function details({ title, notes, versions }: Half): string {
  const items = notes.map((note) => `<li>${escapeHtml(note)}</li>`).join('');
  const list = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  return `<section class="card"><h2>${escapeHtml(title)}: how</h2><ul>${items}</ul><p class="soft">${escapeHtml(list.join(' · '))}</p></section>`;
}
