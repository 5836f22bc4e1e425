/** The shader that copies rectangles between pages, and colours ink on the way where the page has colours. */
import { GlProgram } from 'pixi.js';
import type { Attributes } from './quad-buffer.ts';

export const PRESS_ATTRIBUTES = {
  // Where the corner goes, in clip space of the target, and where it comes from, as shares of the source.
  aCorner: 'float32x4',
  aColour: 'unorm8x4',
  aMode: 'float32',
} as const satisfies Attributes;

/** What becomes of a texel. */
export const MODE = { copy: 0, premultiply: 1, erase: 2, outline: 3, fill: 4, pack: 5 } as const;

/** Half of an odd sum is rounded down everywhere, not as the last bit has it. */
const DOWN = '0.001';

const VERTEX = `#version 300 es
precision highp float;
in vec4 aCorner;
in vec4 aColour;
in float aMode;
out vec2 vFrom;
flat out vec4 vColour;
flat out float vMode;

void main() {
  gl_Position = vec4(aCorner.xy, 0.0, 1.0);
  vFrom = aCorner.zw;
  vColour = aColour;
  vMode = aMode;
}
`;

const FRAGMENT = `#version 300 es
precision mediump float;
in highp vec2 vFrom;
flat in vec4 vColour;
flat in float vMode;
uniform sampler2D uPage;
out vec4 color;

void main() {
  vec4 texel = texture(uPage, vFrom);
  if (vMode < ${MODE.premultiply}.0) color = texel;
  else if (vMode < ${MODE.erase}.0) color = vec4(texel.rgb * texel.a, texel.a);
  else if (vMode < ${MODE.outline}.0) color = vec4(0.0);
  else if (vMode > ${MODE.fill}.5) color = vec4((max(texel.r, texel.g) + texel.r) * 0.5 - ${DOWN}, 0.0, 0.0, 1.0);
  else color = vec4(vColour.rgb, 1.0) * (vColour.a * (vMode < ${MODE.fill}.0 ? texel.g : texel.r));
}
`;

export function pressProgram(): GlProgram {
  return GlProgram.from({ vertex: VERTEX, fragment: FRAGMENT, name: 'press' });
}
