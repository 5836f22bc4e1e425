import { expect, it } from 'vitest';
import { tooLong } from './file-length.mjs';

it('300 lines are fine, and one more is named', () => {
  const fine = { file: 'fine.ts', text: 'x\n'.repeat(300) };
  const long = { file: 'long.ts', text: 'x\n'.repeat(301) };
  const open = { file: 'open.ts', text: `${'x\n'.repeat(300)}x` };
  expect(tooLong([fine, long, open])).toBe('long.ts: 301 lines, 300 is the most\nopen.ts: 301 lines, 300 is the most');
});
