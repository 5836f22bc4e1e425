import { ROLES } from '@danmaku-live/protocol';
import type { Role } from '@danmaku-live/protocol';
import { describe, expect, it } from 'vitest';
import { DEFAULT_SETTINGS } from '../options.ts';
import type { OverlaySettings } from '../options.ts';
import { appearanceOf, looksLike } from './appearance.ts';
import { layoutOf } from './layout.ts';

const COMMENT = { id: 'c', text: '前方高能', time: 0, user: { id: 'u', name: 'Ann' } };

function look(outline: OverlaySettings['outline']) {
  const settings = { ...DEFAULT_SETTINGS, fontSize: 40, outline };
  return appearanceOf(COMMENT, false, layoutOf(settings, 1280, 720, false), settings);
}

describe('comments of special roles', () => {
  const lookOf = (role: Role, change: Partial<OverlaySettings>) => {
    const settings = { ...DEFAULT_SETTINGS, ...change };
    const comment = { ...COMMENT, color: '#00ff00', user: { ...COMMENT.user, role } };
    return appearanceOf(comment, false, layoutOf(settings, 1280, 720, false), settings);
  };

  it('carry a sign where badges are on, and none by default', () => {
    const badges = ROLES.map((role) => lookOf(role, { badges: true }).text.replace(COMMENT.text, ''));
    expect(new Set(badges.filter((badge) => badge !== '')).size).toBe(3);
    expect(ROLES.map((role) => lookOf(role, {}).text)).toEqual(ROLES.map(() => COMMENT.text));
  });

  it('carry none of what every object has, whatever a page calls a role', () => {
    for (const role of ['constructor', '__proto__', 'toString'] as unknown as Role[]) {
      expect(lookOf(role, { badges: true }).text).toBe(COMMENT.text);
    }
  });

  it('take on the gradient of their role before the colour of their author', () => {
    const styles = { owner: { gradient: ['#ffd866', '#ff8a3d'] } } as const;
    expect(lookOf('owner', { styles })).toMatchObject({ color: '#ffd866', gradient: ['#ffd866', '#ff8a3d'] });
    expect(lookOf('paid', { styles })).toEqual(lookOf('paid', {}));
    expect(looksLike(lookOf('owner', { styles }), lookOf('owner', {}))).toBe(false);
  });
});

describe('the outline of a comment', () => {
  it('has names for common widths', () => {
    expect(look('none')).toEqual(look(0));
    expect(look('normal')).toEqual(look(1));
    const [thin, normal, heavy] = (['thin', 'normal', 'heavy'] as const).map((name) => look(name).outlinePx);
    expect(thin).toBeLessThan(normal ?? 0);
    expect(normal).toBeLessThan(heavy ?? 0);
  });

  it('is another look as a shadow', () => {
    expect(look('shadow').shadow).toBe(true);
    expect(looksLike(look('shadow'), { ...look('shadow'), shadow: false })).toBe(false);
  });
});
