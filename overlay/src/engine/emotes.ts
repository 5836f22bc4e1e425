/** The emotes that texts may show: has those fetched that are wanted, keeps what came, and tells it to every stage. */
import type { EmoteBook, EmotesModule } from '../emotes/index.ts';
import type { OverlaySettings } from '../options.ts';
import type { NamedEmote, Stage } from '../stage/stage.ts';

export interface EmoteHooks {
  /** Loads what fetches emotes; asked again after a failure. */
  loadEmotes(attempt: number): Promise<EmotesModule>;
  /** Address of the gateway: what has its host is allowed. */
  readonly gateway?: string | undefined;
  /** Texts may look otherwise from now on. */
  onChange(): void;
  onError(error: Error): void;
}

const RETRY_MS = 10_000;

export class Emotes {
  readonly #hooks: EmoteHooks;
  readonly #ready = new Map<string, NamedEmote>();
  readonly #stageNow: () => Stage | undefined;
  #settings: Pick<OverlaySettings, 'emotes' | 'emoteHosts'> = { emotes: {}, emoteHosts: [] };
  #book: EmoteBook | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isClosed = false;

  constructor(stageNow: () => Stage | undefined, hooks: EmoteHooks) {
    this.#stageNow = stageNow;
    this.#hooks = hooks;
  }

  /** Another table: what the old one brought is gone. */
  set({ emotes, emoteHosts }: OverlaySettings): void {
    const { emotes: before, emoteHosts: hostsBefore } = this.#settings;
    if (before === emotes && hostsBefore === emoteHosts) return;
    const settings = { emotes, emoteHosts };
    // Settings that are read from text are new objects each time. What is being loaded for them is loaded still.
    if (JSON.stringify(settings) === JSON.stringify(this.#settings)) return;
    this.#settings = settings;
    this.#end();
    const gone = Array.from(this.#ready.values(), ({ name }): NamedEmote => ({ name, emote: undefined }));
    this.#ready.clear();
    if (gone.length > 0) this.#tell(gone);
    if (typeof emotes === 'string' || Object.keys(emotes).length > 0) void this.#open(settings, 0);
  }

  async #open(settings: Pick<OverlaySettings, 'emotes' | 'emoteHosts'>, attempt: number): Promise<void> {
    const isOver = (): boolean => this.#isClosed || this.#settings !== settings;
    try {
      const { createEmoteBook } = await this.#hooks.loadEmotes(attempt);
      if (isOver()) return;
      this.#book = createEmoteBook({
        ...settings,
        own: [location.href, this.#hooks.gateway ?? ''],
        onTable: () => this.#hooks.onChange(),
        onReady: (emotes) => this.#take(emotes),
        onError: (error) => this.#hooks.onError(error),
      });
    } catch (cause) {
      if (isOver()) return;
      this.#hooks.onError(new Error('What fetches emotes could not be loaded; trying again.', { cause }));
      this.#timer = setTimeout(() => void this.#open(settings, attempt + 1), RETRY_MS);
    }
  }

  #take(emotes: readonly NamedEmote[]): void {
    for (const emote of emotes) this.#ready.set(emote.name, emote);
    this.#tell(emotes);
  }

  #tell(emotes: readonly NamedEmote[]): void {
    this.#stageNow()?.setEmotes(emotes);
    this.#hooks.onChange();
  }

  /** This text is about to be shown. */
  want(text: string): void {
    this.#book?.want(text);
  }

  /** A new stage gets what there is. */
  handOver(stage: Stage): void {
    if (this.#ready.size > 0) stage.setEmotes([...this.#ready.values()]);
  }

  #end(): void {
    clearTimeout(this.#timer);
    this.#book?.end();
    this.#book = undefined;
  }

  close(): void {
    this.#isClosed = true;
    this.#end();
  }
}
