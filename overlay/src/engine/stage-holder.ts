/** Gets the engine its stage: loads the drawing chunk once, and makes another stage when one is lost. */
import { requestFile } from '../file-request.ts';
import type { Renderer } from '../options.ts';
import type { Stage, StageModule, StageOptions, StageFailure } from '../stage/stage.ts';

export interface StageHolderHooks {
  loadStage(): Promise<StageModule>;
  optionsNow(): Omit<StageOptions, 'renderer' | 'onLost'>;
  /** There is a stage: a first one, or another in place of the one that was lost. */
  onStage(stage: Stage): void;
  onLost(): void;
  onError(error: Error): void;
}

export class StageHolder {
  readonly #hooks: StageHolderHooks;
  #renderer: StageOptions['renderer'];
  #isBusy = false;
  /** Somebody asked while it was busy; what they want may differ. */
  #isAskedAgain = false;
  #giveUp = (): void => undefined;
  #isClosed = false;
  module: StageModule | undefined;
  stage: Stage | undefined;

  constructor(hooks: StageHolderHooks, renderer: Renderer) {
    this.#hooks = hooks;
    this.#renderer = renderer;
  }

  /**
   * Makes sure that the chunk is loaded, and a stage there if it `wantsStage`: however often that has to be tried.
   * Cheap to call again; failures go to `onError`.
   */
  async ensure(wantsStage: () => boolean): Promise<void> {
    this.#isAskedAgain = this.#isBusy;
    if (this.#isBusy || this.#isClosed) return;
    this.#isBusy = true;
    do {
      this.#isAskedAgain = false;
      await new Promise<void>((resolve) => {
        this.#giveUp = requestFile(
          () => this.#attempt(wantsStage),
          resolve,
          (cause) => this.#onFailed(cause),
        );
      });
    } while (this.#isAskedAgain);
    this.#isBusy = false;
  }

  async #attempt(wantsStage: () => boolean): Promise<void> {
    this.module ??= await this.#hooks.loadStage();
    if (wantsStage() && this.stage === undefined && !this.#isClosed) await this.#create(this.module);
  }

  #onFailed(cause: unknown): void {
    // A renderer that can't be made here will not be made the next time either.
    if (this.module !== undefined && (cause as StageFailure | undefined)?.isNotLoaded !== true)
      this.#renderer = 'canvas';
    this.#hooks.onError(cause instanceof Error ? cause : new Error(String(cause)));
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
    this.#giveUp();
    this.drop();
  }
}
