/**
 * Leaves out of the scripts what of pixi the stage never calls. pixi's classes import one another for the sake of cases
 * that do not occur here (a scene graph to render, WebGPU, videos as textures, masks, particles, colours by name), and no
 * bundler can know that. Each module below is replaced by empty classes of the same names, so that a call that was
 * overlooked throws. The tests of the stage and its pictures run without them, too.
 */
import { readFileSync } from 'node:fs';
import type { Plugin } from 'vite';

/** Modules of `pixi.js/lib`. */
const UNUSED: ReadonlySet<string> = new Set([
  'color/Color',
  'rendering/init',
  'rendering/renderers/gl/GlUboSystem',
  'rendering/renderers/gl/shader/GenerateShaderSyncCode',
  'rendering/renderers/gl/shader/utils/generateUniformsSync',
  'rendering/renderers/gl/texture/uploaders/glUploadBufferImageResource',
  'rendering/renderers/gl/texture/uploaders/glUploadCompressedTextureResource',
  'rendering/renderers/gl/texture/uploaders/glUploadVideoResource',
  'rendering/renderers/gpu/GpuUboSystem',
  'rendering/renderers/gpu/shader/GpuProgram',
  'rendering/renderers/shared/shader/UboSystem',
  'scene/container/Container',
  'scene/container/bounds/Bounds',
  'scene/particle-container/shared/ParticleBuffer',
  'spritesheet/init',
  'unsafe-eval/particle/generateParticleUpdatePolyfill',
  'unsafe-eval/ubo/generateUboSyncPolyfill',
]);

/** These are told of every change of size, and asked for nothing. */
const POOLS: ReadonlySet<string> = new Set([
  'rendering/renderers/shared/texture/CanvasPool',
  'rendering/renderers/shared/texture/TexturePool',
]);

const PIXI_MODULE = /\/pixi\.js\/lib\/(.+)\.mjs$/;
const NOTHING = '\0nothing';

/** For vite. */
export function withoutUnusedPixi(): Plugin {
  return {
    name: 'without-unused-pixi',
    enforce: 'pre',
    // What pixi would load for a whole application; the stage asks it not to (`skipExtensionImports`).
    resolveDynamicImport(specifier) {
      const isExtra = typeof specifier === 'string' && /^\.\/(browser|webworker)All\.mjs$/.test(specifier);
      return isExtra ? NOTHING : null;
    },
    load(id) {
      if (id === NOTHING) return 'export {};';
      const module = PIXI_MODULE.exec(id)?.[1] ?? '';
      const isPool = POOLS.has(module);
      if (!isPool && !UNUSED.has(module)) return null;
      const body = isPool ? 'static setScreenSize() {} static removeScreen() {}' : '';
      const classes = namesFrom(readFileSync(id, 'utf8')).map((name) => `export class ${name} { ${body} }`);
      return classes.join('\n') || 'export {};';
    },
  };
}

/** What a module exports: pixi's say it in one list at their end. */
function namesFrom(code: string): string[] {
  const list = /^export \{(.+)\};$/m.exec(code)?.[1];
  return list === undefined ? [] : list.split(',').map((name) => name.trim());
}
