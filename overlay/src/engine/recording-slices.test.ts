import { describe, expect, it } from 'vitest';
import { readInSlices } from './recording-slices.ts';

/** Comments that count how many of them were looked at. */
function long(count: number) {
  const looked = { times: 0 };
  const comments = Array.from({ length: count }, (_, media) => ({
    get text() {
      looked.times += 1;
      return 'x';
    },
    media,
  }));
  return { looked, comments };
}

describe('reading a long recording', () => {
  it('lets others have their turn before it is done', async () => {
    const { looked, comments } = long(20_000);
    const reading = readInSlices(comments, undefined, () => false);
    expect(looked.times).toBeLessThan(20_000);
    const { recording, skipped } = await reading;
    expect([recording.comments.length, skipped]).toEqual([20_000, {}]);
  });

  it('ends with nothing once nobody wants it any more', async () => {
    const { looked, comments } = long(20_000);
    const { recording } = await readInSlices(comments, undefined, () => true);
    expect(recording.comments).toEqual([]);
    expect(looked.times).toBeLessThan(20_000);
  });
});
