/** What the moderator does: asked of the gateway, told in a toast, and undone where the gateway can. */
import type { DanmakuComment, RoomSettings } from '@danmaku-live/protocol';
import type { Sanction } from './answers.ts';
import type { AskedSanction, Refused, RoomApi, SettingsPatch } from './room-api.ts';
import type { Toasts } from './toasts.ts';
import type { DeskSpeech, DeskWord } from './words.ts';

export interface Person {
  readonly id: string;
  readonly name: string;
}

export interface Acts {
  recall(comment: DanmakuComment): void;
  recallUser(person: Person): void;
  recallAll(): void;
  /** @param before what held until now: undoing brings it back. */
  sanction(person: Person, asked: AskedSanction, before?: Sanction): Promise<boolean>;
  lift(person: Person, before?: Sanction): Promise<boolean>;
  /** @param before the settings until now. */
  change(patch: SettingsPatch, before: RoomSettings): Promise<boolean>;
  setWords(words: readonly string[], before: readonly string[]): Promise<boolean>;
  pass(comment: DanmakuComment): Promise<boolean>;
  /** Takes back what was asked last, once it is answered; nothing if that was refused. */
  undoLast(): Promise<void>;
}

const DONE_WORDS = { mute: 'doneMute', ban: 'doneBan', shadow: 'doneShadow' } as const;
const SHOWN_CHARACTERS = 40;

/** @param onDone something has changed that lists show. */
export function createActs(api: RoomApi, toasts: Toasts, speech: DeskSpeech, onDone: () => void): Acts {
  /** The latest act that can be undone, until it is answered: a key that undoes must not take back the one before it. */
  let unanswered: Promise<boolean> | undefined;

  const carryOut = async (work: Promise<void>, done: DeskWord, what: string, undo?: () => void): Promise<boolean> => {
    try {
      await work;
    } catch (error) {
      toasts.show({ text: troubleText(error as Refused, speech), isTrouble: true });
      return false;
    }
    toasts.show({ text: speech.say(done, { what }), ...(undo && { undo }) });
    onDone();
    return true;
  };
  const attempt = (work: Promise<void>, done: DeskWord, what: string, undo?: () => void): Promise<boolean> => {
    const answered = carryOut(work, done, what, undo);
    if (undo) {
      unanswered = answered;
      void answered.then(() => {
        if (unanswered === answered) unanswered = undefined;
      });
    }
    return answered;
  };
  const undone = (work: Promise<void>): void => void attempt(work, 'doneUndo', '');

  const restore = (person: Person, before: Sanction | undefined): Promise<void> => {
    const asked = before && askedAgain(before, Date.now());
    return asked ? api.sanction(person.id, asked) : api.lift(person.id);
  };

  return {
    recall: ({ id, text }) => void attempt(api.recall(id), 'doneRecall', shorten(text)),
    recallUser: ({ id, name }) => void attempt(api.recallUser(id), 'doneRecallUser', shorten(name)),
    recallAll: () => void attempt(api.recallAll(), 'doneRecallAll', ''),
    sanction: (person, asked, before) =>
      attempt(api.sanction(person.id, asked), DONE_WORDS[asked.kind], shorten(person.name), () =>
        undone(restore(person, before)),
      ),
    lift: (person, before) => {
      const undo = before && (() => undone(restore(person, before)));
      return attempt(api.lift(person.id), 'doneLift', shorten(person.name), undo);
    },
    change: (patch, before) => {
      const back = Object.fromEntries(
        Object.keys(patch).map((name) => [name, before[name as keyof RoomSettings] ?? ABSENT[name]]),
      ) as SettingsPatch;
      return attempt(api.change(patch), 'doneChange', '', () => undone(api.change(back)));
    },
    setWords: (words, before) =>
      attempt(api.setWords(words), 'doneWords', String(words.length), () => undone(api.setWords(before))),
    pass: ({ id, text }) => attempt(api.pass(id), 'donePass', shorten(text)),
    undoLast: async () => {
      if ((await unanswered) ?? true) toasts.undoLast();
    },
  };
}

/** What a setting that is absent means in a change. */
const ABSENT: Readonly<Record<string, unknown>> = { pinned: null, holdMs: 0 };

/** The same sanction for what was left of it; `undefined` when nothing is. */
function askedAgain(sanction: Sanction, nowMs: number): AskedSanction | undefined {
  const { kind, until, reason, byAddress } = sanction;
  const seconds = until === undefined ? undefined : Math.ceil((until - nowMs) / 1000);
  if (seconds !== undefined && seconds < 1) return undefined;
  return {
    kind,
    ...(seconds !== undefined && { seconds }),
    ...(reason !== undefined && { reason }),
    ...(byAddress && { byAddress }),
  };
}

/** What went wrong, in the page's language where it knows the code. */
export function troubleText({ code, message }: Refused, speech: DeskSpeech): string {
  const word = TROUBLE_WORDS[code];
  return word ? speech.say(word) : message;
}

const TROUBLE_WORDS: Readonly<Record<string, DeskWord>> = {
  unreachable: 'troubleUnreachable',
  overloaded: 'troubleOverloaded',
  not_allowed: 'troubleNotAllowed',
  not_found: 'troubleGone',
  token_expired: 'signInExpired',
  token_invalid: 'signInInvalid',
  body_too_large: 'troubleTooLarge',
};

function shorten(text: string): string {
  const characters = [...text];
  return characters.length <= SHOWN_CHARACTERS ? text : `${characters.slice(0, SHOWN_CHARACTERS).join('')}…`;
}
