/** The shader that moves comments: the twin of `lanes/motion.ts`, held to it by a test. */
import { GlProgram } from 'pixi.js';
import type { PageKind } from '../pages.ts';
import { PULSE_GROWTH, PULSE_MS } from '../../lanes/motion.ts';
import type { Attributes } from './quad-buffer.ts';

export const BULLET_ATTRIBUTES = {
  // Left edge at "from" and top edge in pixels, pixels per millisecond, "from" in milliseconds.
  aMotion: 'float32x4',
  // Corner relative to the bullet's top left in pixels, and where it lies on the page.
  aCorner: 'float32x4',
  // When the counter grew, and the point about which it swells.
  aPulse: 'float32x3',
  aFill: 'unorm8x4',
  aEdge: 'unorm8x4',
} as const satisfies Attributes;

const VERTEX = `#version 300 es
precision highp float;
in vec4 aMotion;
in vec4 aCorner;
in vec3 aPulse;
in vec4 aFill;
in vec4 aEdge;
uniform float uTime;
uniform vec2 uStage;
out vec2 vPage;
out vec4 vFill;
out vec4 vEdge;

void main() {
  float since = uTime - aPulse.x;
  float left = since >= 0.0 && since < ${PULSE_MS.toFixed(1)} ? 1.0 - since / ${PULSE_MS.toFixed(1)} : 0.0;
  vec2 at = mix(aPulse.yz, aCorner.xy, 1.0 + ${PULSE_GROWTH.toFixed(3)} * left * left);
  at += vec2(aMotion.x + aMotion.z * (uTime - aMotion.w), aMotion.y);
  bool waits = aMotion.z == 0.0 && uTime < aMotion.w;
  gl_Position = waits ? vec4(2.0, 2.0, 2.0, 1.0) : vec4(at.x / uStage.x * 2.0 - 1.0, 1.0 - at.y / uStage.y * 2.0, 0.0, 1.0);
  vPage = aCorner.zw;
  vFill = aFill;
  vEdge = aEdge;
}
`;

/** Ink: the fill lies over the outline. */
const INK_FRAGMENT = `#version 300 es
precision mediump float;
in highp vec2 vPage;
in vec4 vFill;
in vec4 vEdge;
uniform sampler2D uPage;
//MASK
out vec4 color;

void main() {
  vec4 texel = texture(uPage, vPage);
  vec2 ink = /*INK*/;
  float edge = ink.g * vEdge.a * (1.0 - ink.r);
  color = vec4(vFill.rgb * ink.r + vEdge.rgb * edge, ink.r + edge) /*SHARE*/;
}
`;

/** Red is fill, green is outline. */
const SOFT_INK = 'texel.rg';
/** Both in red: outline below a half, the fill within it above. */
const PACKED_INK = 'clamp(vec2(texel.r * 2.0 - 1.0, texel.r * 2.0), 0.0, 1.0)';

const COLOUR_FRAGMENT = `#version 300 es
precision mediump float;
in highp vec2 vPage;
in vec4 vFill;
in vec4 vEdge;
uniform sampler2D uPage;
//MASK
out vec4 color;

void main() {
  color = texture(uPage, vPage) /*SHARE*/;
}
`;

/** Where a mask is opaque nothing shows. It spans `uMask`: its left and top edge and its size, in pixels from the top left. */
const MASK = `uniform sampler2D uMaskPage;
uniform highp vec4 uMask;
uniform highp vec2 uStage;
float share() {
  highp vec2 at = vec2(gl_FragCoord.x, uStage.y - gl_FragCoord.y);
  return 1.0 - texture(uMaskPage, (at - uMask.xy) / uMask.zw).a;
}`;

/**
 * @param kind of the page.
 * @param isMasked whether a mask is looked up for each pixel.
 */
export function bulletProgram(kind: PageKind, isMasked: boolean): GlProgram {
  const fragment = (kind === 'colourText' ? COLOUR_FRAGMENT : INK_FRAGMENT)
    .replace('/*INK*/', kind === 'text' ? PACKED_INK : SOFT_INK)
    .replace('//MASK', isMasked ? MASK : '')
    .replace('/*SHARE*/', isMasked ? '* share()' : '');
  return GlProgram.from({
    vertex: VERTEX,
    fragment,
    name: `bullets-${kind}${isMasked ? '-masked' : ''}`,
  });
}
