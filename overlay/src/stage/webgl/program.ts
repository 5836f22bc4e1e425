/** The shader that moves comments: the twin of `lanes/motion.ts`, held to it by a test. */
import { GlProgram } from 'pixi.js';
import { PULSE_GROWTH, PULSE_MS } from '../../lanes/motion.ts';

/** Floats of one vertex, in the order of the attributes below. */
export const VERTEX_FLOATS = 11;

const VERTEX = `#version 300 es
precision highp float;
// Left edge at "from" and top edge in pixels, pixels per millisecond, "from" in milliseconds.
in vec4 aMotion;
// Corner relative to the bullet's top left in pixels, and where it lies on the page.
in vec4 aCorner;
// When the counter grew, and the point about which it swells.
in vec3 aPulse;
uniform float uTime;
uniform vec2 uStage;
out vec2 vPage;

void main() {
  float since = uTime - aPulse.x;
  float left = since >= 0.0 && since < ${PULSE_MS.toFixed(1)} ? 1.0 - since / ${PULSE_MS.toFixed(1)} : 0.0;
  vec2 at = mix(aPulse.yz, aCorner.xy, 1.0 + ${PULSE_GROWTH.toFixed(3)} * left * left);
  at += vec2(aMotion.x + aMotion.z * (uTime - aMotion.w), aMotion.y);
  bool waits = aMotion.z == 0.0 && uTime < aMotion.w;
  gl_Position = waits ? vec4(2.0, 2.0, 2.0, 1.0) : vec4(at.x / uStage.x * 2.0 - 1.0, 1.0 - at.y / uStage.y * 2.0, 0.0, 1.0);
  vPage = aCorner.zw;
}
`;

const FRAGMENT = `#version 300 es
precision mediump float;
in highp vec2 vPage;
uniform sampler2D uPage;
out vec4 color;

void main() {
  color = texture(uPage, vPage);
}
`;

export function bulletProgram(): GlProgram {
  return GlProgram.from({ vertex: VERTEX, fragment: FRAGMENT, name: 'bullets' });
}
