/** What is written down while faults happen: by every viewer what it saw and was told, of every post what became of it. */

export interface Dialled {
  readonly kind: 'dialled';
  readonly atMs: number;
  /** Counts the viewer's connections. */
  readonly line: number;
  /** The offset it wants to continue from. */
  readonly after: string | undefined;
}

export interface Welcomed {
  readonly kind: 'welcomed';
  readonly atMs: number;
  readonly line: number;
  readonly after: string | undefined;
  readonly offset: string;
  readonly recovered: boolean;
  readonly ids: readonly string[];
  /** Those of `ids` that went onto the screen. */
  readonly shown: readonly string[];
}

export interface Framed {
  readonly kind: 'framed';
  readonly atMs: number;
  readonly line: number;
  readonly offset: string;
  readonly ids: readonly string[];
  readonly shown: readonly string[];
  readonly leftOut: number;
}

export interface Ended {
  readonly kind: 'ended';
  readonly atMs: number;
  readonly line: number;
  /** 1006 also where the viewer itself gave the line up. */
  readonly code: number;
}

export type ViewerEvent = Dialled | Welcomed | Framed | Ended;

export interface ViewerLog {
  readonly name: string;
  readonly events: readonly ViewerEvent[];
}

export interface Post {
  readonly author: string;
  readonly ref: string;
  readonly text: string;
  readonly sentMs: number;
  answer:
    | { readonly kind: 'none' }
    | { readonly kind: 'acknowledged'; readonly atMs: number; readonly id: string }
    | { readonly kind: 'refused'; readonly atMs: number; readonly code: string };
}

export interface SeenComment {
  readonly text: string;
  /** When a gateway accepted it. */
  readonly timeMs: number;
}

export interface Evidence {
  readonly viewers: readonly ViewerLog[];
  readonly posts: readonly Post[];
  /** Every comment that anybody was sent, by id. */
  readonly comments: ReadonlyMap<string, SeenComment>;
  /** Lines a room keeps. */
  readonly historySize: number;
  /** What was read in the log itself, as far as it could be read: comments and where they stood, each as an offset. */
  readonly written: readonly (readonly [id: string, offset: string])[];
  /** When gateways said that they were cut off from the log. */
  readonly cutOff: readonly { readonly fromMs: number; readonly toMs: number }[];
  /** Posts that everybody must have at the end, faults or not. */
  readonly lastWords: readonly string[];
}

export type Rule =
  | 'lost'
  | 'sent twice'
  | 'shown twice'
  | 'out of order'
  | 'shown too old'
  | 'not back at the end'
  | 'needlessly not recovered'
  | 'acknowledged under two ids'
  | 'refused but in the log';

export interface Violation {
  readonly rule: Rule;
  readonly viewer: string;
  /** Of the comments concerned; for people it is said in `detail`. */
  readonly ids: readonly string[];
  readonly detail: string;
}

/** Events in which comments came. */
export function arrivals(log: ViewerLog): readonly (Welcomed | Framed)[] {
  return log.events.filter((event) => event.kind === 'welcomed' || event.kind === 'framed');
}
