/**
 * pixi's WebGL renderer with only the systems that textured quads need: no scene graph, no batcher, no filters,
 * a third of the size. `unsafe-eval` replaces the code pixi would generate at run time, which a strict
 * content security policy forbids.
 */
import 'pixi.js/unsafe-eval';
import {
  AbstractRenderer,
  GCSystem,
  GlBufferSystem,
  GlContextSystem,
  GlEncoderSystem,
  GlGeometrySystem,
  GlLimitsSystem,
  GlRenderTargetSystem,
  GlShaderSystem,
  GlStateSystem,
  GlTextureSystem,
  GlUniformGroupSystem,
  RendererType,
  ViewSystem,
} from 'pixi.js';
import type { Canvas } from '../canvas.ts';
import type { RendererConfig, SharedRendererOptions, WebGLOptions } from 'pixi.js';

const SYSTEMS = [
  ['view', ViewSystem],
  ['gc', GCSystem],
  ['context', GlContextSystem],
  ['limits', GlLimitsSystem],
  ['buffer', GlBufferSystem],
  ['texture', GlTextureSystem],
  ['renderTarget', GlRenderTargetSystem],
  ['geometry', GlGeometrySystem],
  ['uniformGroup', GlUniformGroupSystem],
  ['shader', GlShaderSystem],
  ['encoder', GlEncoderSystem],
  ['state', GlStateSystem],
] as const;

type Systems = { -readonly [K in (typeof SYSTEMS)[number] as K[0]]: InstanceType<K[1]> };

/** The systems are put on the renderer by their names, as pixi does it. */
type Options = SharedRendererOptions & WebGLOptions;

export type BulletRenderer = AbstractRenderer<Systems, Options> & Systems;

/** @param context of `canvas`; it must be WebGL 2. */
export async function createBulletRenderer(canvas: Canvas, context: WebGL2RenderingContext): Promise<BulletRenderer> {
  const config = {
    name: 'bullets',
    type: RendererType.WEBGL,
    systems: SYSTEMS.map(([name, value]) => ({ name, value })),
    renderPipes: [],
    renderPipeAdaptors: [],
  };
  // pixi types its systems for its own renderer class only.
  const renderer = new AbstractRenderer(config as unknown as RendererConfig) as BulletRenderer;
  await renderer.init({
    canvas,
    context,
    width: Math.max(1, canvas.width),
    height: Math.max(1, canvas.height),
    // Nothing here is left unused for long, and pages must never be collected behind our back.
    gcActive: false,
    skipExtensionImports: true,
  });
  return renderer;
}
