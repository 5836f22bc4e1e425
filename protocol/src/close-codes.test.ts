import { describe, expect, it } from 'vitest';
import { CLOSE, closeAction } from './index.ts';

describe('What a client does after a close (6.1, 6.2)', () => {
  it.each([4000, 4400, 4401, 4403, 4404, 4410, 4499])('%i is final', (code) => {
    expect(closeAction(code)).toBe('stop');
  });

  it.each([1001, 1012])('%i means to reconnect, spread', (code) => {
    expect(closeAction(code)).toBe('spread');
  });

  it.each([1000, 1002, 1005, 1006, 1009, 1011, 3999, 4500, 4503, 4508, 4529, 4999, 5000, 0, -1, Number.NaN])(
    '%i means back-off',
    (code) => {
      expect(closeAction(code)).toBe('backoff');
    },
  );

  it('every code of ours may be sent in a close frame', () => {
    for (const code of Object.values(CLOSE)) {
      expect(code === 1001 || code === 1012 || (code >= 4000 && code <= 4999)).toBe(true);
    }
  });
});
