import { expect, it } from 'vitest';
import { withFigures } from '../../bench/render.mjs';

const README = 'Before.\n\n<!-- bench: written by bench/render.mjs -->\n\nold\n\n<!-- bench: end -->\n\nAfter.\n';

const RESULT = {
  bench: 'gateway',
  title: 'Gateway against peers',
  startedAt: '2026-11-22T14:00:00.000Z',
  quick: false,
  repeat: 3,
  machine: { cpu: 'EPYC', cores: 2, os: 'Linux 6 x64', node: 'v20.20.2' },
  versions: { node: 'v20.20.2', 'ws (npm)': '8.23.0' },
  goals: [
    { text: 'Delivered', unit: '1/s', value: 3_612_345, limit: 3_500_000, better: 'higher', met: true },
    { text: 'Memory of a viewer', unit: 'B', value: 2600, limit: 2500, better: 'lower', met: false },
  ],
  figures: [],
} as const;

it('README quotes what was kept, and says what was missed', () => {
  const readme = withFigures(README, [RESULT]);
  expect(readme).toContain('2026-11-22, 2 × EPYC, Linux 6 x64, Node 20.20.2; median of 3, ws (npm) 8.23.0');
  expect(readme).toContain('| Delivered          | 3.61 M/s | at least 3.5 M/s            |');
  expect(readme).toContain('| Memory of a viewer | 2,600 B  | at most 2,500 B: **missed** |');
  expect(readme.startsWith('Before.\n\n<!-- bench:')).toBe(true);
  expect(readme.endsWith('<!-- bench: end -->\n\nAfter.\n')).toBe(true);
  expect(withFigures(readme, [RESULT])).toBe(readme);
});

it('README says how far repetitions lie apart, and how much the machine itself varies', () => {
  const [first] = RESULT.goals;
  const readme = withFigures(README, [
    {
      ...RESULT,
      goals: [{ ...first, lowest: 3_400_000, highest: 3_700_000 }],
      figures: [{ id: 'same-frame.c-writer.cpu', unit: 'µs', values: [6, 6.6, 6.3] }],
    },
  ]);
  expect(readme).toContain('| Delivered | 3.61 M/s (3.4 M–3.7 M) | at least 3.5 M/s |');
  expect(readme).toContain('took 6 µs to 6.6 µs in that run; by so much (10 %) does the machine itself vary');
  expect(withFigures(README, [RESULT])).not.toContain('vary');
});

it('a README without a place for the figures is an error, not a README without figures', () => {
  expect(() => withFigures('nothing here', [RESULT])).toThrow('README.md has no');
});
