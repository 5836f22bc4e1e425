import { describe, expect, it } from 'vitest';
import { layoutOf } from '../lanes/layout.ts';
import { readAtOnce } from '../../test/lanes/recording-scene.ts';
import { DEFAULT_SETTINGS } from '../options.ts';
import { Replay } from './replay.ts';

const layout = layoutOf(DEFAULT_SETTINGS, 1280, 720, false);

/** A replay of comments at 1, 2 and 3 seconds, and the texts that are on its stage. */
function play() {
  const onStage = new Map<number, string>();
  const sink = {
    measure: () => ({ width: 200, height: 30 }),
    add: ({ key, appearance }: { key: number; appearance: { text: string } }) =>
      onStage.set(key, appearance.text).size > 0,
    update: () => undefined,
    remove: (key: number) => void onStage.delete(key),
  };
  let key = 0;
  const { recording } = readAtOnce(['a', 'b', 'c'].map((text, i) => ({ id: text, text, media: i + 1 })));
  const replay = new Replay(
    recording,
    layout,
    DEFAULT_SETTINGS,
    sink,
    () => (key += 1),
    () => undefined,
  );
  const at = (ms: number): string => {
    replay.sync(ms);
    return [...onStage.values()].sort().join('');
  };
  return { replay, at };
}

describe('a comment of a recording that somebody holds', () => {
  it('is on the stage once, wherever the player goes and whatever is planned anew', () => {
    const { replay, at } = play();
    expect(at(3_500)).toBe('abc');
    const held = replay.detach('b');
    expect(at(3_600)).toBe('abc');
    replay.leap(-2_000);
    expect(at(2_100)).toBe('ab');
    replay.replan(layout, DEFAULT_SETTINGS);
    expect(at(3_500)).toBe('abc');
    replay.leap(60_000);
    expect(at(60_000)).toBe('b');
    if (held) replay.attach(held);
    expect(at(60_000)).toBe('');
    replay.leap(-56_500);
    expect(at(3_500)).toBe('abc');
  });

  it('is cleared with the others, until the viewer goes elsewhere', () => {
    const { replay, at } = play();
    expect(at(3_500)).toBe('abc');
    const held = replay.detach('b');
    replay.clear();
    if (held) replay.attach(held);
    expect(at(3_600)).toBe('');
    replay.leap(-1_400);
    expect(at(2_200)).toBe('ab');
  });
});
