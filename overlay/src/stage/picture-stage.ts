/**
 * The stage over whole-comment pictures: keeps which pictures each bullet needs, shows the old ones until new
 * ones are painted, and leaves drawing to a screen.
 */
import type { Appearance, Bullet, TextSize } from '../lanes/bullet.ts';
import type { StageParts } from './build-stage.ts';
import { paintOf } from './colours.ts';
import { counterOf, measureWithCounter } from './counter.ts';
import { namesAny } from './emotes.ts';
import { MARGIN } from './pictures.ts';
import type { Picture, Pictures } from './pictures.ts';
import { Resolution } from './resolution.ts';
import type { Quad, Screen } from './screen.ts';
import type { NamedEmote, Stage, StageMask, StageSize } from './stage.ts';
import type { TextPainter } from './text-painter.ts';

interface Placed {
  bullet: Bullet;
  /** What is drawn, and what it was painted for. */
  shown: readonly Picture[];
  /** What shall be drawn as soon as all of it is painted. */
  wanted: readonly Picture[] | undefined;
}

/** Of more than so many, those that fly are stretched where the stage gets coarser under load: painting is load, too. */
const MOST_REPAINTED = 1_000;

export class PictureStage implements Stage {
  readonly #painter: TextPainter;
  readonly #pictures: Pictures;
  readonly #screen: Screen;
  readonly #placed = new Map<number, Placed>();
  /** Bullets that wait for a picture. */
  readonly #waiting = new Map<Picture, Set<Placed>>();
  readonly #onReady = (picture: Picture): void => this.#settle(picture);
  readonly #resolution = new Resolution();
  readonly #adapts: boolean;
  /** As it was asked for, and as it is drawn: coarser under load. */
  #asked: StageSize;
  #size: StageSize;

  /** @param adapts gets coarser while frames come late; otherwise every pixel is drawn whatever it takes. */
  constructor({ painter, pictures, screen }: StageParts, size: StageSize, adapts: boolean) {
    this.#painter = painter;
    this.#pictures = pictures;
    this.#screen = screen;
    this.#adapts = adapts;
    this.#asked = this.#size = size;
    pictures.setPixelRatio(size.pixelRatio);
    screen.resize(size);
  }

  /** Fonts have changed: what was measured is forgotten, what flies is painted again. */
  onFontsChanged(): void {
    this.#painter.forget();
    this.#pictures.renew();
    for (const placed of this.#placed.values()) this.#repicture(placed);
  }

  setEmotes(emotes: readonly NamedEmote[]): void {
    this.#painter.setEmotes(emotes);
    this.#pictures.outdate(({ text }) => namesAny(text, emotes));
    for (const placed of this.#placed.values()) {
      if (namesAny(placed.bullet.appearance.text, emotes)) this.#repicture(placed);
    }
  }

  get kind(): 'webgl' | 'canvas2d' {
    return this.#screen.kind;
  }

  measure(appearance: Appearance, count: number): TextSize {
    return measureWithCounter(this.#painter, appearance, count);
  }

  add(bullet: Bullet): boolean {
    const wanted = this.#acquire(bullet);
    if (wanted === undefined) return false;
    const placed: Placed = { bullet: { ...bullet }, shown: [], wanted: undefined };
    this.#placed.set(bullet.key, placed);
    this.#want(placed, wanted);
    return true;
  }

  update(bullet: Bullet): void {
    const placed = this.#placed.get(bullet.key);
    if (placed === undefined) return;
    const before = placed.bullet;
    placed.bullet = { ...bullet };
    if (before.appearance !== bullet.appearance || before.count !== bullet.count) this.#repicture(placed);
    else this.#show(placed);
  }

  /** Asks for the pictures that the bullet needs now. Where memory is short, what it showed so far makes room. */
  #repicture(placed: Placed): void {
    let wanted = this.#acquire(placed.bullet);
    if (wanted === undefined) {
      this.#giveUp(placed);
      wanted = this.#acquire(placed.bullet) ?? [];
    }
    this.#want(placed, wanted);
  }

  #acquire({ appearance, count, first }: Bullet): Picture[] | undefined {
    const { pixelRatio } = this.#size;
    const text = this.#pictures.acquire(appearance, pixelRatio, first);
    if (text === undefined || count <= 1) return text && [text];
    const counter = this.#pictures.acquire(counterOf(appearance, count), pixelRatio, first);
    if (counter !== undefined) return [text, counter];
    this.#pictures.release(text);
    return undefined;
  }

  #want(placed: Placed, wanted: readonly Picture[]): void {
    this.#forget(placed);
    placed.wanted = wanted;
    for (const picture of wanted) {
      if (picture.isReady) continue;
      const waiting = this.#waiting.get(picture);
      if (waiting === undefined) this.#waiting.set(picture, new Set([placed]));
      else waiting.add(placed);
    }
    this.#showWanted(placed);
  }

  /** The bullet no longer waits for what it wanted. */
  #forget(placed: Placed): void {
    for (const picture of placed.wanted ?? []) {
      const waiting = this.#waiting.get(picture);
      waiting?.delete(placed);
      if (waiting?.size === 0) this.#waiting.delete(picture);
      this.#pictures.release(picture);
    }
    placed.wanted = undefined;
  }

  #settle(picture: Picture): void {
    const waiting = this.#waiting.get(picture);
    this.#waiting.delete(picture);
    for (const placed of waiting ?? []) this.#showWanted(placed);
  }

  #showWanted(placed: Placed): void {
    if (placed.wanted?.every(({ isReady }) => isReady) === true) {
      for (const picture of placed.shown) this.#pictures.release(picture);
      placed.shown = placed.wanted;
      placed.wanted = undefined;
    }
    this.#show(placed);
  }

  #show({ bullet, shown }: Placed): void {
    if (shown.length === 0) return;
    const { key, motion, pulseAt, first } = bullet;
    const quads = this.#quads(bullet, shown);
    this.#screen.show(key, { motion, pulseAt, first, quads, paint: paintOf(bullet.appearance.color) });
  }

  /** The text, and its counter on the side of the tail. */
  #quads({ size, motion, appearance }: Bullet, [text, counter]: readonly Picture[]): Quad[] {
    const quads: Quad[] = [];
    const before = motion.velocity > 0 && counter !== undefined ? size.width - boxWidth(text, appearance) : 0;
    if (text !== undefined) this.#addQuads(quads, text, before, (size.height - text.box.height) / 2, false);
    if (counter !== undefined) {
      const x = motion.velocity > 0 ? 0 : size.width - counter.box.width;
      this.#addQuads(quads, counter, x, (size.height - counter.box.height) / 2, true);
    }
    return quads;
  }

  #addQuads(quads: Quad[], picture: Picture, cssX: number, cssY: number, pulses: boolean): void {
    const { pixelRatio } = this.#size;
    // A picture painted for another ratio is stretched until its successor is there.
    const stretch = pixelRatio / picture.scale;
    const boxTop = Math.round(cssY * pixelRatio);
    const y = boxTop + (picture.top - MARGIN) * stretch;
    const height = picture.height * stretch;
    const left = Math.round(cssX * pixelRatio) - MARGIN * stretch;
    let from = 0;
    for (const slot of picture.slots) {
      quads.push({
        slot,
        x: left + from * stretch,
        y,
        width: slot.width * stretch,
        height,
        pulses,
        centerX: left + (picture.width * stretch) / 2,
        centerY: boxTop + (picture.box.height * pixelRatio) / 2,
      });
      from += slot.width - 1;
    }
  }

  remove(key: number): void {
    const placed = this.#placed.get(key);
    if (placed === undefined) return;
    this.#placed.delete(key);
    this.#giveUp(placed);
  }

  #giveUp(placed: Placed): void {
    this.#forget(placed);
    this.#screen.hide(placed.bullet.key);
    for (const picture of placed.shown) this.#pictures.release(picture);
    placed.shown = [];
  }

  clear(): void {
    for (const key of this.#placed.keys()) this.remove(key);
  }

  resize(asked: StageSize): void {
    const isOtherDevice = asked.pixelRatio !== this.#asked.pixelRatio;
    this.#asked = asked;
    this.#pictures.setPixelRatio(asked.pixelRatio);
    const size = { ...asked, pixelRatio: asked.pixelRatio * this.#resolution.share };
    const { width, height, pixelRatio } = this.#size;
    const isOtherRatio = size.pixelRatio !== pixelRatio;
    if (!isOtherRatio && size.width === width && size.height === height) return;
    this.#size = size;
    this.#screen.resize(size);
    const isRepainted = isOtherRatio && (isOtherDevice || this.#placed.size <= MOST_REPAINTED);
    for (const placed of this.#placed.values()) {
      if (isRepainted) this.#repicture(placed);
      else this.#show(placed);
    }
  }

  /** Pages are blank: paint again what is alive. What is shown keeps its slots. */
  repaint(): void {
    this.#pictures.repaint();
  }

  render(stageMs: number): boolean {
    if (this.#adapts && this.#resolution.frame(performance.now())) this.resize(this.#asked);
    const isBehind = this.#pictures.make(this.#onReady);
    this.#screen.draw(stageMs);
    return isBehind;
  }

  setMask(mask: StageMask | undefined): void {
    this.#screen.setMask(mask);
  }

  rest(): void {
    this.#resolution.rest();
  }

  quality(): number {
    return this.#resolution.share;
  }

  undrawn(): Promise<readonly number[]> {
    return Promise.resolve(
      [...this.#placed.values()].filter(({ shown }) => shown.length === 0).map(({ bullet }) => bullet.key),
    );
  }

  textureBytes(): number {
    return this.#pictures.bytes + this.#painter.emotes.bytes;
  }

  destroy(): void {
    this.clear();
    this.#screen.destroy();
  }
}

function boxWidth(text: Picture | undefined, appearance: Appearance): number {
  return text === undefined ? appearance.fontPx : text.box.width;
}
