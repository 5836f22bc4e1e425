import { expect, test } from 'vitest';
import { figureText, goalText } from './figure-words.ts';
import { readHalf } from './half-reader.ts';
import { Notebook } from './notebook.ts';

function filled(): Notebook {
  const notebook = new Notebook({ bench: 'gateway', title: 'Gateway', quick: false, repeat: 3 });
  for (const value of [10, 30, 20]) notebook.write('a.cpu', value, 'µs', 'lower');
  notebook.write('b.cpu', 60, 'µs', 'lower');
  notebook.write('c.cpu', NaN, 'µs', 'lower');
  return notebook;
}

test('goals and ratios are judged by the middle of the repetitions, and goals say how far those lie apart', () => {
  const notebook = filled();
  notebook.ratio('b.times', 'b.cpu', 'a.cpu', 'higher');
  notebook.goal('b.times', 'B costs three times as much', 'higher', 3);
  notebook.goal('a.cpu', 'A is cheap', 'lower', 19);
  expect(notebook.goals).toMatchObject([
    { id: 'b.times.goal', value: 3, met: true, unit: 'x' },
    { id: 'a.cpu.goal', value: 20, lowest: 10, highest: 30, met: false, unit: 'µs' },
  ]);
  expect(notebook.goals.map(goalText)).toEqual([
    'met    B costs three times as much: 3 ×, at least 3 ×',
    'MISSED A is cheap: 20 µs (10–30), at most 19 µs',
  ]);
});

test('what was not measured is neither a figure nor a goal that was met', () => {
  const notebook = filled();
  notebook.ratio('c.times', 'c.cpu', 'a.cpu', 'higher');
  notebook.goal('c.times', 'C is dear', 'higher', 3);
  const half = notebook.half();
  expect(half.goals).toEqual([]);
  expect(half.notes).toEqual(['Not judged here: C is dear.']);
  expect(half.figures.map(({ id }) => id)).toEqual(['a.cpu', 'b.cpu']);
});

test('a row of which nothing was measured is left out of its table', () => {
  const notebook = filled();
  const row = (name: string) => ({ cells: [{ text: name }, { figure: `${name}.cpu` }] });
  notebook.tables.push({ id: 't', title: 'T', columns: ['', 'CPU'], rows: ['a', 'b', 'c'].map(row) });
  expect(notebook.half().tables[0]?.rows).toEqual([row('a'), row('b')]);
});

test('a figure is shown with how far its repetitions lay apart', () => {
  const [figure] = filled().half().figures;
  expect(figure && figureText(figure)).toBe('20 µs (10–30)');
});

test('a result survives being written down and read', () => {
  const half = filled().half();
  expect(readHalf(JSON.stringify(half))).toEqual({ ok: true, half });
});

test.each([
  ['no JSON', () => '{'],
  ['another schema', () => '{"schema":2}'],
  [
    'a figure that is no number',
    () => JSON.stringify({ ...filled().half(), figures: [{ id: 'a', unit: '', better: 'lower', values: [null] }] }),
  ],
  [
    'a figure that is there twice',
    () => {
      const half = filled().half();
      return JSON.stringify({ ...half, figures: [...half.figures, ...half.figures] });
    },
  ],
  [
    'a line that does not fit its plot',
    () =>
      JSON.stringify({
        ...filled().half(),
        plots: [{ id: 'p', title: 'P', unit: '', xLabel: 's', x: [1, 2], series: [{ label: 'l', values: [1] }] }],
      }),
  ],
  ['mark-up in the place of a goal', () => JSON.stringify({ ...filled().half(), goals: ['<b>'] })],
])('a result with %s is refused', (_, json) => {
  expect(readHalf(json())).toMatchObject({ ok: false });
});
