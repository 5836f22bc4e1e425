/**
 * The comment: what a viewer sees flying, and the values its fields may take.
 * A field at its default is left out on the wire; the defaults stand here once.
 */

export const MODES = ['scroll', 'reverse', 'top', 'bottom'] as const;
export const SIZES = ['small', 'medium', 'large'] as const;
export const ROLES = ['guest', 'member', 'paid', 'moderator', 'owner'] as const;

export type Mode = (typeof MODES)[number];
export type Size = (typeof SIZES)[number];
export type Role = (typeof ROLES)[number];

export interface CommentUser {
  readonly id: string;
  readonly name: string;
  /** Absent: `guest`. */
  readonly role?: Role;
}

/** How a comment wants to look. Absent fields mean {@link DEFAULT_STYLE}. */
export interface CommentStyle {
  readonly mode?: Mode;
  /** `#rrggbb`, lower case. */
  readonly color?: string;
  readonly size?: Size;
}

export interface DanmakuComment extends CommentStyle {
  readonly id: string;
  readonly text: string;
  readonly user: CommentUser;
  /** The gateway's clock when it was accepted, in milliseconds since 1970. */
  readonly time: number;
  /** What the poster was watching: programme time (Unix seconds) or position in a recording, in seconds. */
  readonly media?: number;
  /** How many equal comments this one stands for. Absent: 1. */
  readonly count?: number;
}

export const DEFAULT_STYLE = { mode: 'scroll', color: '#ffffff', size: 'medium' } as const;
export const DEFAULT_ROLE: Role = 'guest';

const COLOR = /^#[0-9a-f]{6}$/i;

/** Whether `value` is a colour the protocol knows: `#rrggbb`, either case. */
export function isColor(value: unknown): value is string {
  return typeof value === 'string' && COLOR.test(value);
}

export function isMode(value: unknown): value is Mode {
  return (MODES as readonly unknown[]).includes(value);
}

export function isSize(value: unknown): value is Size {
  return (SIZES as readonly unknown[]).includes(value);
}

export function isRole(value: unknown): value is Role {
  return (ROLES as readonly unknown[]).includes(value);
}

/**
 * The style as it goes on the wire: defaults left out, colour in lower case.
 *
 * @example compactStyle({ mode: 'scroll', color: '#FF0000' }) // { color: '#ff0000' }
 */
export function compactStyle(style: CommentStyle): CommentStyle {
  const color = style.color?.toLowerCase();
  return {
    ...(style.mode !== undefined && style.mode !== DEFAULT_STYLE.mode && { mode: style.mode }),
    ...(color !== undefined && color !== DEFAULT_STYLE.color && { color }),
    ...(style.size !== undefined && style.size !== DEFAULT_STYLE.size && { size: style.size }),
  };
}
