/**
 * The life of the link to a gateway, as a pure machine: states, what may happen, and what is to be done then.
 * Clocks, randomness and sockets are the caller's; a socket is known here by its line number only.
 */
import { BACKOFF, backoffDelayMs, closeAction, spreadDelayMs } from '@danmaku-live/protocol';

/** `line` is the line in use, or the last that was. */
export type LinkState =
  | { readonly kind: 'idle'; readonly line: number }
  | { readonly kind: 'connecting'; readonly attempt: number; readonly line: number }
  | { readonly kind: 'joined'; readonly attempt: number; readonly line: number; readonly sinceMs: number }
  /** The gateway is going away: at `dueMs` a new line is opened; this one delivers until then. */
  | {
      readonly kind: 'leaving';
      readonly attempt: number;
      readonly line: number;
      readonly sinceMs: number;
      readonly dueMs: number;
    }
  /** The old line delivers until the new one is welcomed. */
  | { readonly kind: 'moving'; readonly attempt: number; readonly line: number; readonly next: number }
  | { readonly kind: 'waiting'; readonly attempt: number; readonly line: number; readonly dueMs: number }
  | { readonly kind: 'stopped'; readonly line: number; readonly code: number; readonly reason: string };

export const IDLE: LinkState = { kind: 'idle', line: 0 };

export type LinkEvent =
  | { readonly kind: 'start' }
  | { readonly kind: 'welcomed'; readonly line: number }
  | { readonly kind: 'closed'; readonly line: number; readonly code: number; readonly reason: string }
  | { readonly kind: 'draining'; readonly line: number; readonly withinMs: number }
  /** The moment named by the last `wake` order has come, or the browser says it is online again. */
  | { readonly kind: 'due' }
  | { readonly kind: 'online' }
  | { readonly kind: 'stop'; readonly code: number; readonly reason: string };

export type LinkOrder =
  | { readonly kind: 'open'; readonly line: number }
  /** Close this line; nothing it says afterwards counts. */
  | { readonly kind: 'drop'; readonly line: number }
  /** Send `due` at this moment, and at no other. */
  | { readonly kind: 'wake'; readonly atMs: number };

export interface LinkStep {
  readonly state: LinkState;
  readonly orders: readonly LinkOrder[];
}

/**
 * What follows from `event` in `state`. Events of lines that are no longer held change nothing.
 *
 * @param random uniform in [0, 1).
 */
export function stepLink(state: LinkState, event: LinkEvent, nowMs: number, random: number): LinkStep {
  switch (event.kind) {
    case 'start':
      return state.kind === 'idle' || state.kind === 'stopped' ? connect(state, 0) : stay(state);
    case 'stop':
      return stop(state, event, lines(state));
    case 'welcomed':
      return welcomed(state, event.line, nowMs);
    case 'draining':
      return draining(state, event.line, nowMs + spreadDelayMs(event.withinMs, random));
    case 'closed':
      return closed(state, event, nowMs, random);
    case 'due':
      return due(state, nowMs);
    case 'online':
      return state.kind === 'waiting' ? connect(state, state.attempt) : stay(state);
  }
}

/** The line whose messages are to be sent on, if there is one that was welcomed. */
export function joinedLine(state: LinkState): number | undefined {
  return state.kind === 'joined' || state.kind === 'leaving' || state.kind === 'moving' ? state.line : undefined;
}

/** Whether what `line` says counts. */
export function holdsLine(state: LinkState, line: number): boolean {
  return lines(state).includes(line);
}

function welcomed(state: LinkState, line: number, nowMs: number): LinkStep {
  if (state.kind === 'connecting' && line === state.line) {
    return { state: { kind: 'joined', attempt: state.attempt, line, sinceMs: nowMs }, orders: [] };
  }
  if (state.kind === 'moving' && line === state.next) {
    const orders: LinkOrder[] = [{ kind: 'drop', line: state.line }];
    return { state: { kind: 'joined', attempt: 0, line, sinceMs: nowMs }, orders };
  }
  return stay(state);
}

function draining(state: LinkState, line: number, dueMs: number): LinkStep {
  if (state.kind !== 'joined' || line !== state.line) return stay(state);
  return { state: { ...state, kind: 'leaving', dueMs }, orders: [{ kind: 'wake', atMs: dueMs }] };
}

function due(state: LinkState, nowMs: number): LinkStep {
  if (state.kind === 'waiting' && nowMs >= state.dueMs) return connect(state, state.attempt);
  if (state.kind === 'leaving' && nowMs >= state.dueMs) {
    const next = state.line + 1;
    return {
      state: { kind: 'moving', attempt: attemptsAfter(state, nowMs), line: state.line, next },
      orders: [{ kind: 'open', line: next }],
    };
  }
  if (state.kind === 'waiting' || state.kind === 'leaving') {
    return { state, orders: [{ kind: 'wake', atMs: state.dueMs }] };
  }
  return stay(state);
}

function closed(state: LinkState, event: LinkEvent & { kind: 'closed' }, nowMs: number, random: number): LinkStep {
  if (!holdsLine(state, event.line)) return stay(state);
  if (closeAction(event.code) === 'stop') {
    return stop(
      state,
      event,
      lines(state).filter((line) => line !== event.line),
    );
  }
  if (state.kind === 'moving') {
    // One of two is gone: the other goes on alone, or is drained anew.
    if (event.line === state.line)
      return { state: { kind: 'connecting', attempt: state.attempt, line: state.next }, orders: [] };
    const dueMs = nowMs + backoffDelayMs(state.attempt, random);
    return {
      state: { kind: 'leaving', attempt: state.attempt + 1, line: state.line, sinceMs: nowMs, dueMs },
      orders: [{ kind: 'wake', atMs: dueMs }],
    };
  }
  // The moment that was drawn for a drain stays, even when the gateway was gone before it.
  if (state.kind === 'leaving') return wait(state, attemptsAfter(state, nowMs), Math.max(nowMs, state.dueMs));
  const attempt = attemptsAfter(state, nowMs);
  if (closeAction(event.code) === 'spread') return wait(state, attempt, nowMs + spreadDelayMs(undefined, random));
  return wait(state, attempt + 1, nowMs + backoffDelayMs(attempt, random));
}

function attemptsAfter(state: LinkState, nowMs: number): number {
  if (state.kind === 'joined' || state.kind === 'leaving') {
    return nowMs - state.sinceMs >= BACKOFF.stableMs ? 0 : state.attempt;
  }
  return 'attempt' in state ? state.attempt : 0;
}

function connect(state: LinkState, attempt: number): LinkStep {
  const line = state.line + 1;
  return { state: { kind: 'connecting', attempt, line }, orders: [{ kind: 'open', line }] };
}

function wait(state: LinkState, attempt: number, dueMs: number): LinkStep {
  return { state: { kind: 'waiting', attempt, line: state.line, dueMs }, orders: [{ kind: 'wake', atMs: dueMs }] };
}

function stop(state: LinkState, why: { code: number; reason: string }, toDrop: readonly number[]): LinkStep {
  return {
    state: { kind: 'stopped', line: Math.max(state.line, ...lines(state)), code: why.code, reason: why.reason },
    orders: toDrop.map((line) => ({ kind: 'drop', line })),
  };
}

function stay(state: LinkState): LinkStep {
  return { state, orders: [] };
}

function lines(state: LinkState): readonly number[] {
  if (state.kind === 'connecting' || state.kind === 'joined' || state.kind === 'leaving') return [state.line];
  return state.kind === 'moving' ? [state.line, state.next] : [];
}
