/**
 * The live picture: a scene painted on a canvas, and the canvas streamed into a real `<video>`.
 * Where canvases can't be streamed the canvas itself is shown. Nothing is painted while the page is hidden.
 */
import type { MaskFrame } from '../src/options.ts';
import { PICTURE, type Scene } from './scene/canvas.ts';
import { createDayScene } from './scene/day.ts';
import { drawHost } from './scene/host.ts';
import { createNightScene } from './scene/night.ts';
import type { SceneName } from './scene/timeline.ts';

const FRAMES_PER_SECOND = 30;
/** Painting may take this share of the time between two frames; where it takes more, every other frame is left out. */
const BUDGET = 0.4;
/** The outline of somebody is soft: half the pixels will do. */
const MASK_SCALE = 0.5;

export interface Picture {
  /** What is to be put into the page. */
  readonly element: HTMLVideoElement | HTMLCanvasElement;
  readonly scene: () => SceneName;
  show(scene: SceneName): void;
  /** Puts somebody before the scene, or takes them away. */
  setHost(isThere: boolean): void;
  /** Where they are in the picture shown now. */
  mask(): MaskFrame | null;
}

/** Starts painting at once; scenes are made when first shown. */
export function createPicture(first: SceneName): Picture {
  const canvas = document.createElement('canvas');
  canvas.width = PICTURE.width;
  canvas.height = PICTURE.height;
  const painter = canvas.getContext('2d', { alpha: false });
  const scenes: Partial<Record<SceneName, Scene>> = {};
  let name = first;
  let frame: number | undefined;
  let paintedMs = 0;
  let costMs = 0;
  let hasHost = false;
  let hostMs = 0;

  function paint(nowMs: number): void {
    frame = requestAnimationFrame(paint);
    const spacingMs = 1000 / FRAMES_PER_SECOND;
    const everyMs = costMs > spacingMs * BUDGET ? spacingMs * 2 : spacingMs;
    // A frame that is due within a quarter of its time is taken now: displays do not tick in our steps.
    if (!painter || nowMs - paintedMs < everyMs * 0.75) return;
    paintedMs = nowMs;
    const startMs = performance.now();
    const scene = (scenes[name] ??= name === 'night' ? createNightScene() : createDayScene());
    hostMs = Date.now();
    scene(painter, hostMs);
    if (hasHost) drawHost(painter, hostMs);
    costMs += (performance.now() - startMs - costMs) * 0.1;
  }

  const element = typeof canvas.captureStream === 'function' ? streamed(canvas) : canvas;
  const resume = (): void => {
    if (document.hidden && frame !== undefined) {
      cancelAnimationFrame(frame);
      frame = undefined;
    } else if (!document.hidden && frame === undefined) {
      frame = requestAnimationFrame(paint);
      if (element instanceof HTMLVideoElement) play(element);
    }
  };
  document.addEventListener('visibilitychange', resume);
  resume();

  return {
    element,
    scene: () => name,
    show(scene) {
      name = scene;
      paintedMs = 0;
    },
    setHost(isThere) {
      hasHost = isThere;
    },
    mask: hostMask(() => (hasHost ? hostMs : undefined)),
  };
}

/** A function that answers their outline as of `timeMs`, painted only when that has changed. */
function hostMask(timeMs: () => number | undefined): () => MaskFrame | null {
  let outline: OffscreenCanvasRenderingContext2D | null = null;
  let version: number | undefined;
  return () => {
    const nowMs = timeMs();
    if (nowMs === undefined) return null;
    outline ??= new OffscreenCanvas(PICTURE.width * MASK_SCALE, PICTURE.height * MASK_SCALE).getContext('2d');
    if (outline === null) return null;
    if (nowMs !== version) {
      version = nowMs;
      outline.setTransform(1, 0, 0, 1, 0, 0);
      outline.clearRect(0, 0, outline.canvas.width, outline.canvas.height);
      outline.scale(MASK_SCALE, MASK_SCALE);
      drawHost(outline, nowMs);
    }
    return { source: outline.canvas, version };
  };
}

function streamed(canvas: HTMLCanvasElement): HTMLVideoElement {
  const video = document.createElement('video');
  video.muted = true;
  video.autoplay = true;
  video.playsInline = true;
  video.disablePictureInPicture = false;
  video.srcObject = canvas.captureStream(FRAMES_PER_SECOND);
  play(video);
  return video;
}

/** A muted video may always play; where a browser still says no, the first touch asks again. */
function play(video: HTMLVideoElement): void {
  video.play().catch(() => {
    document.addEventListener('pointerdown', () => void video.play().catch(() => undefined), { once: true });
  });
}
