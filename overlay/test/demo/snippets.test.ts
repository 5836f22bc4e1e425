import { describe, expect, it } from 'vitest';
import { changedAttributes, embedAddress, frameLines, tagLines } from '../../demo/builder/snippets.ts';
import { readAddress } from '../../demo/embed/address.ts';
import { DEFAULT_SETTINGS, type OverlaySettings } from '../../src/options.ts';
import { parseSettings } from '../../src/parse-settings.ts';

const ORIGIN = 'https://gateway.example';
const CHANGED: Partial<OverlaySettings> = {
  opacity: 0.8,
  fontSize: 40,
  fontFamily: '"Noto Serif", serif',
  modes: ['scroll', 'top'],
  merge: false,
  blockedWords: ['a&b', '<script>', 'é"'],
  safeArea: { top: 0, right: 4, bottom: '12%', left: 0 },
  direction: 'rtl',
  styles: { owner: { gradient: ['#ffd866', '#ff8a3d'] } },
};
const settings = { ...DEFAULT_SETTINGS, ...CHANGED };

describe('what the builder gives to copy', () => {
  it('says only what differs from the defaults, and never that the preview stood still', () => {
    expect(changedAttributes({ ...DEFAULT_SETTINGS, paused: true })).toEqual([]);
    expect(embedAddress(ORIGIN, 'lobby', DEFAULT_SETTINGS)).toBe('https://gateway.example/embed/lobby');
    expect(embedAddress(ORIGIN, 'lobby', DEFAULT_SETTINGS, true)).toBe('https://gateway.example/embed/lobby?test=1');
    expect(tagLines(ORIGIN, 'lobby', DEFAULT_SETTINGS).split('\n')[1]).toBe(
      '<danmaku-overlay gateway="https://gateway.example" room="lobby">',
    );
  });

  it('is read by the embedded page as the very settings', () => {
    const read = readAddress(new URL(embedAddress(ORIGIN, 'my-stream', settings, true)));
    expect(read).toMatchObject({ room: 'my-stream', settings: CHANGED, test: true, problems: [] });
  });

  it('leaves out of an address what needs a player, and asks the tag alone to keep what readers set', () => {
    const synced = { ...settings, sync: 'media', offset: -2.5, announce: true } as const;
    expect(embedAddress(ORIGIN, 'lobby', synced)).toBe(`${embedAddress(ORIGIN, 'lobby', settings)}&announce=true`);
    expect(frameLines(ORIGIN, 'lobby', synced)).not.toContain('sync');
    expect(tagLines(ORIGIN, 'lobby', { ...DEFAULT_SETTINGS, sync: 'media', offset: -2.5 }, true)).toBe(
      [
        '<script src="https://gateway.example/embed.js" async></script>',
        '<danmaku-overlay',
        '  gateway="https://gateway.example"',
        '  room="lobby"',
        '  sync="media"',
        '  offset="-2.5"',
        '  remember',
        '>',
        '  <video src="…" controls></video>',
        '</danmaku-overlay>',
      ].join('\n'),
    );
    expect(tagLines(ORIGIN, 'lobby', DEFAULT_SETTINGS)).not.toContain('remember');
  });

  it('is read by the element as the very settings', () => {
    expect(parseSettings(Object.fromEntries(changedAttributes(settings)))).toEqual({ settings: CHANGED, problems: [] });
  });

  it('is markup that no setting breaks out of', () => {
    for (const lines of [tagLines(ORIGIN, 'a', settings), frameLines(ORIGIN, 'a', settings)]) {
      expect(lines.match(/<[a-z/][\w-]*/gi)).toEqual(
        expect.not.arrayContaining([expect.stringContaining('blocked')]) as unknown,
      );
      expect(lines.split('<script').length).toBe(lines.includes('/embed.js') ? 2 : 1);
      expect(lines).not.toContain('"Noto');
    }
  });
});
