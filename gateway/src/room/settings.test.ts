import { describe, expect, it } from 'vitest';
import { SETTINGS_FIELD, applyPatch, defaultSettings, settingsOf, settingsPatch } from './settings.ts';

const DEFAULTS = defaultSettings('post');

describe('A room’s settings (1.6)', () => {
  it('start open, without slow mode, up to 100 characters', () => {
    expect(DEFAULTS).toEqual({ slowModeMs: 0, guests: 'post', maxLength: 100, locked: false, duplicates: 'allow' });
    expect(defaultSettings('none').guests).toBe('none');
  });

  it('are what the room’s state says, over the defaults', () => {
    const state = new Map([[SETTINGS_FIELD, JSON.stringify({ locked: true, newer: 1 })]]);
    expect(settingsOf(state, DEFAULTS)).toEqual({ ...DEFAULTS, locked: true, newer: 1 });
    expect(settingsOf(new Map(), DEFAULTS)).toBe(DEFAULTS);
  });
});

describe('A change of settings (7.8)', () => {
  it('touches the fields it names', () => {
    const patch = settingsPatch.parse({ slowModeMs: 3000, locked: true });
    expect(applyPatch(DEFAULTS, patch)).toEqual({ ...DEFAULTS, slowModeMs: 3000, locked: true });
    expect(applyPatch(DEFAULTS, settingsPatch.parse({}))).toEqual(DEFAULTS);
  });

  it('pins a comment, keeps it pinned, and unpins it with null', () => {
    const pinned = applyPatch(DEFAULTS, settingsPatch.parse({ pinned: 'c1' }));
    expect(pinned).toEqual({ ...DEFAULTS, pinned: 'c1' });
    expect(applyPatch(pinned, settingsPatch.parse({ locked: true }))).toMatchObject({ pinned: 'c1', locked: true });
    expect(applyPatch(pinned, settingsPatch.parse({ pinned: null }))).toEqual(DEFAULTS);
  });

  it('keeps a pinned comment with its id, and forgets both together', () => {
    const comment = { id: 'c1', text: 't', user: { id: 'a', name: 'A' }, time: 1 };
    const pinned = applyPatch(DEFAULTS, { pinned: 'c1' }, comment);
    expect(applyPatch(pinned, { locked: true })).toEqual({
      ...DEFAULTS,
      locked: true,
      pinned: 'c1',
      pinnedComment: comment,
    });
    expect(applyPatch(pinned, { pinned: 'c2' })).toEqual({ ...DEFAULTS, pinned: 'c2' });
    expect(applyPatch(pinned, { pinned: null })).toEqual(DEFAULTS);
  });

  it('says how long comments are held, and nothing when they are not', () => {
    const holding = applyPatch(DEFAULTS, { holdMs: 5000 });
    expect(applyPatch(holding, { locked: true })).toEqual({ ...DEFAULTS, locked: true, holdMs: 5000 });
    expect(applyPatch(holding, { holdMs: 0 })).toEqual(DEFAULTS);
  });

  it.each([
    { holdMs: 60_001 },
    { pinnedComment: {} },
    { slowModeMs: -1 },
    { slowModeMs: 1.5 },
    { slowModeMs: 86_400_001 },
    { slowModeMs: '5' },
    { guests: 'all' },
    { guests: null },
    { maxLength: 0 },
    { maxLength: 101 },
    { locked: 'yes' },
    { duplicates: 'Merge' },
    { pinned: '' },
    { pinned: 'x'.repeat(65) },
    { pinned: 7 },
    { colour: 'red' },
    { slowModeMs: 1, nope: 1 },
    JSON.parse('{"__proto__":{"locked":true}}'),
    [],
    'locked',
    null,
  ])('is refused: %j', (patch) => {
    expect(settingsPatch.safeParse(patch).success).toBe(false);
  });
});
