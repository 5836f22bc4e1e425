/** Gets the engine its stage: loads the drawing chunk once, and makes another stage when one is lost. */
import type { Renderer } from '../options.ts';
import type { Stage, StageModule, StageOptions } from '../stage/stage.ts';

export interface StageHolderHooks {
  loadStage(): Promise<StageModule>;
  optionsNow(): Omit<StageOptions, 'renderer' | 'onLost'>;
  /** There is a stage: a first one, or another in place of the one that was lost. */
  onStage(stage: Stage): void;
  onLost(): void;
  onError(error: Error): void;
}

/** After a failure the chunk is asked for again, not sooner than this. */
const RETRY_MS = 5_000;

export class StageHolder {
  readonly #hooks: StageHolderHooks;
  #renderer: StageOptions['renderer'];
  #isBusy = false;
  /** Somebody asked while it was busy; what they want may differ. */
  #isAskedAgain = false;
  #retryAtMs = -Infinity;
  #isClosed = false;
  module: StageModule | undefined;
  stage: Stage | undefined;

  constructor(hooks: StageHolderHooks, renderer: Renderer) {
    this.#hooks = hooks;
    this.#renderer = renderer;
  }

  /**
   * Makes sure that the chunk is loaded, and a stage there if it `wantsStage`.
   * Cheap to call again; failures go to `onError`.
   */
  async ensure(wantsStage: () => boolean): Promise<void> {
    this.#isAskedAgain = this.#isBusy;
    if (this.#isBusy) return;
    this.#isBusy = true;
    do {
      this.#isAskedAgain = false;
      await this.#attempt(wantsStage);
    } while (this.#isAskedAgain);
    this.#isBusy = false;
  }

  async #attempt(wantsStage: () => boolean): Promise<void> {
    if (this.#isClosed || performance.now() < this.#retryAtMs) return;
    try {
      this.module ??= await this.#hooks.loadStage();
      if (wantsStage() && this.stage === undefined && !this.#isClosed) await this.#create(this.module);
    } catch (cause) {
      this.#retryAtMs = performance.now() + RETRY_MS;
      // A renderer that can't be made here will not be made the next time either.
      if (this.module !== undefined) this.#renderer = 'canvas';
      if (!this.#isClosed) this.#hooks.onError(cause instanceof Error ? cause : new Error(String(cause)));
    }
  }

  async #create(module: StageModule): Promise<void> {
    const made = await module.createStage({
      ...this.#hooks.optionsNow(),
      renderer: this.#renderer,
      onLost: (error) => {
        this.#hooks.onError(error);
        // Without a worker it may go on as well; without GL nothing but canvas 2D will.
        this.#renderer = this.stage?.kind.startsWith('worker') === true ? 'page' : 'canvas';
        this.drop();
        this.#hooks.onLost();
      },
    });
    if (this.#isClosed) {
      made.destroy();
      return;
    }
    this.stage = made;
    this.#hooks.onStage(made);
  }

  /** Gives the stage and its memory back. */
  drop(): void {
    this.stage?.destroy();
    this.stage = undefined;
  }

  close(): void {
    this.#isClosed = true;
    this.drop();
  }
}
