/**
 * What the embedded broker keeps in a file: the state of rooms (settings, words, sanctions, audit) and the deployment's
 * secrets. Read at the start, and written whole a moment after a change.
 */
import { open, readFile, rename } from 'node:fs/promises';
import { z } from 'zod';
import type { StateKeeper } from './broker/broker.ts';

/** Changes of this long are written together. */
const WRITE_AFTER_MS = 250;
/** What could not be written is tried again after this long: perhaps nobody changes anything any more. */
const RETRY_MS = 5000;
const VERSION = 1;

const contentSchema = z.object({
  version: z.literal(VERSION),
  secrets: z.array(z.tuple([z.string(), z.base64()])),
  rooms: z.array(z.tuple([z.string(), z.array(z.tuple([z.string(), z.string()]))])),
});

type Content = Pick<StateKeeper, 'rooms' | 'secrets'>;

export class StateFile implements StateKeeper {
  readonly #file: string;
  readonly #onError: (error: unknown) => void;
  readonly #rooms: Map<string, ReadonlyMap<string, string>>;
  readonly #secrets: Map<string, Buffer>;
  #timer: NodeJS.Timeout | undefined;
  /** Something could not be written. */
  #retry: NodeJS.Timeout | undefined;
  #writing: Promise<void> = Promise.resolve();

  private constructor(file: string, { rooms, secrets }: Content, onError: (error: unknown) => void) {
    this.#file = file;
    this.#rooms = new Map(rooms);
    this.#secrets = new Map(secrets);
    this.#onError = onError;
  }

  /**
   * Opens the file, or begins it.
   *
   * @param onError a later write failed; it is tried again.
   * @throws a sentence for the operator when it holds something else, or can't be read or written.
   */
  static async open(file: string, onError: (error: unknown) => void): Promise<StateFile> {
    const states = new StateFile(file, await readContent(file), onError);
    try {
      await states.#write();
    } catch (error) {
      throw new Error(`STATE_FILE: ${file} can't be written (${codeOf(error)}).`, { cause: error });
    }
    return states;
  }

  get rooms(): StateKeeper['rooms'] {
    return this.#rooms;
  }

  get secrets(): StateKeeper['secrets'] {
    return this.#secrets;
  }

  changed(room: string, state: ReadonlyMap<string, string>): void {
    if (state.size === 0) this.#rooms.delete(room);
    else this.#rooms.set(room, new Map(state));
    this.#writeSoon();
  }

  chosen(name: string, secret: Buffer): void {
    this.#secrets.set(name, secret);
    this.#writeSoon();
  }

  /** Resolves when all there is has been written, or could not be. */
  async flush(): Promise<void> {
    if (this.#timer !== undefined || this.#retry !== undefined) {
      clearTimeout(this.#timer);
      clearTimeout(this.#retry);
      this.#timer = this.#retry = undefined;
      // One write at a time, and the last one has it all.
      this.#writing = this.#writing
        .then(() => this.#write())
        .catch((error: unknown) => {
          this.#onError(error);
          this.#retry ??= setTimeout(() => void this.flush(), RETRY_MS).unref();
        });
    }
    await this.#writing;
  }

  #writeSoon(): void {
    this.#timer ??= setTimeout(() => void this.flush(), WRITE_AFTER_MS);
  }

  /** Writes beside the file and puts it in its place: whoever reads finds a whole one. */
  async #write(): Promise<void> {
    const rooms = [...this.#rooms].map(([room, state]) => [room, [...state]]);
    const secrets = [...this.#secrets].map(([name, secret]) => [name, secret.toString('base64')]);
    const draft = `${this.#file}.draft`;
    const handle = await open(draft, 'w', 0o600);
    try {
      await handle.writeFile(JSON.stringify({ version: VERSION, secrets, rooms }));
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(draft, this.#file);
  }
}

async function readContent(file: string): Promise<Content> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return { rooms: new Map(), secrets: new Map() };
    throw new Error(`STATE_FILE: ${file} can't be read (${codeOf(error)}).`, { cause: error });
  }
  try {
    const { rooms, secrets } = contentSchema.parse(JSON.parse(text));
    return {
      rooms: new Map(rooms.map(([room, state]) => [room, new Map(state)])),
      secrets: new Map(secrets.map(([name, secret]) => [name, Buffer.from(secret, 'base64')])),
    };
  } catch {
    // The cause would quote what stands there.
    throw new Error(`STATE_FILE: ${file} does not hold the state of rooms; move it away to begin afresh.`);
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
}
