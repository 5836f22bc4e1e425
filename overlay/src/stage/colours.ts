/** The colours of a text, for canvases as CSS and for vertices as bytes. */

/** Straight red, green, blue and alpha in bytes, red lowest. */
export type PackedColour = number;

export interface Paint {
  readonly fill: PackedColour;
  readonly edge: PackedColour;
}

const DARK_EDGE = { css: 'rgb(0 0 0 / 0.85)', packed: 0xd9000000 };
const LIGHT_EDGE = { css: 'rgb(255 255 255 / 0.9)', packed: 0xe6ffffff };

/** The colour round the glyphs: dark round light ones, light round dark ones, so that both show on any picture. */
export function edgeOf(color: string): string {
  return (isDark(color) ? LIGHT_EDGE : DARK_EDGE).css;
}

/** @param color `#rrggbb`. */
export function paintOf(color: string): Paint {
  const value = Number.parseInt(color.slice(1), 16);
  const bgr = ((value & 0xff) << 16) | (value & 0xff00) | ((value >> 16) & 0xff);
  return { fill: (0xff000000 | bgr) >>> 0, edge: (isDark(color) ? LIGHT_EDGE : DARK_EDGE).packed };
}

export function cssOf(packed: PackedColour): string {
  const [red, green, blue] = [packed & 255, (packed >> 8) & 255, (packed >> 16) & 255];
  return `rgb(${red} ${green} ${blue} / ${(packed >>> 24) / 255})`;
}

export function isDark(color: string): boolean {
  const value = Number.parseInt(color.slice(1), 16);
  const [red, green, blue] = [value >> 16, (value >> 8) & 255, value & 255];
  // Perceived lightness; deep blue and dark red need a light edge to show on black.
  return 0.299 * red + 0.587 * green + 0.114 * blue < 90;
}
