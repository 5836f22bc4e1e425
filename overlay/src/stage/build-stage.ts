/** Puts a stage together on a canvas, on a page or in a worker: screen, workshop and pages that fit one another. */
import { CanvasPress } from './canvas-press.ts';
import { CanvasScreen } from './canvas-screen.ts';
import type { Canvas } from './canvas.ts';
import { newCanvas } from './canvas.ts';
import { ComposedWorkshop } from './composed-workshop.ts';
import { Cuttings } from './cuttings.ts';
import { OwnPages } from './own-pages.ts';
import { PAGE_WIDTH, Pages, STRIP_HEIGHT } from './pages.ts';
import { Paper } from './paper.ts';
import { Pictures } from './pictures.ts';
import type { Screen } from './screen.ts';
import { Strip } from './strip.ts';
import { TextPainter } from './text-painter.ts';
import { createBulletRenderer } from './webgl/bullet-renderer.ts';
import { GlPages } from './webgl/gl-pages.ts';
import { GlPress } from './webgl/gl-press.ts';
import { WebglScreen } from './webgl/webgl-screen.ts';

export interface StageParts {
  readonly painter: TextPainter;
  readonly pictures: Pictures;
  readonly screen: Screen;
}

export interface StageHooks {
  /** The GL context came back, and all pages are blank. */
  onRestored(): void;
  /** Drawing can't go on. */
  onLost(error: Error): void;
}

const CONTEXT: WebGLContextAttributes = {
  alpha: true,
  antialias: false,
  depth: false,
  stencil: true,
  premultipliedAlpha: true,
  powerPreference: 'low-power',
};

/** A context to draw with, or `null` where there is none, or `isPicky` and it would be software. */
export function webglContext(canvas: Canvas, isPicky: boolean): WebGL2RenderingContext | null {
  // A canvas that once had a context can't have one of another kind: the question is put to another canvas.
  if (isPicky && !isHardware()) return null;
  return openContext(canvas, CONTEXT);
}

let knownHardware: boolean | undefined;

function isHardware(): boolean {
  if (knownHardware === undefined) {
    const context = openContext(newCanvas(1, 1), { ...CONTEXT, failIfMajorPerformanceCaveat: true });
    knownHardware = context !== null && !isSoftware(context);
    context?.getExtension('WEBGL_lose_context')?.loseContext();
  }
  return knownHardware;
}

function openContext(canvas: Canvas, attributes: WebGLContextAttributes): WebGL2RenderingContext | null {
  // The two kinds of canvas have the same method, but TypeScript sees no common signature.
  return 'convertToBlob' in canvas ? canvas.getContext('webgl2', attributes) : canvas.getContext('webgl2', attributes);
}

/** Some browsers count software as no caveat: its name gives it away. */
function isSoftware(context: WebGL2RenderingContext): boolean {
  const info = context.getExtension('WEBGL_debug_renderer_info');
  const name: unknown = info && context.getParameter(info.UNMASKED_RENDERER_WEBGL);
  return typeof name === 'string' && /swiftshader|llvmpipe|softpipe|basic render|software/i.test(name);
}

export async function buildWebgl(
  canvas: Canvas,
  context: WebGL2RenderingContext,
  hooks: StageHooks,
): Promise<StageParts> {
  const renderer = await createBulletRenderer(canvas, context);
  const paper = new Paper(PAGE_WIDTH, STRIP_HEIGHT);
  const strip = new Strip(paper);
  const painter = new TextPainter(paper);
  const pages = new Pages(2);
  const textures = new GlPages();
  const press = new GlPress(renderer, textures);
  const screen = new WebglScreen(renderer, textures, {
    onAway: () => press.pause(),
    onRestored() {
      press.resume();
      hooks.onRestored();
    },
    onGone: () => hooks.onLost(new Error('The WebGL context was lost and did not come back.')),
  });
  return {
    painter,
    screen,
    pictures: new Pictures(painter, pages, new ComposedWorkshop(painter, pages, paper, strip, press)),
  };
}

export function buildCanvas(canvas: Canvas): StageParts {
  const paper = new Paper(PAGE_WIDTH, STRIP_HEIGHT);
  const strip = new Strip(paper);
  const painter = new TextPainter(paper);
  const pages = new OwnPages();
  const cuttings = new Cuttings();
  return {
    painter,
    screen: new CanvasScreen(canvas, cuttings),
    pictures: new Pictures(
      painter,
      pages,
      new ComposedWorkshop(painter, pages, paper, strip, new CanvasPress(cuttings)),
    ),
  };
}
