/** Frames to clients as text. Comments are JSON already; everything else here is small and per connection. */
import type {
  ErrorCode,
  HeartbeatAnswer,
  RefusalCode,
  RoomSettings,
  ServerMessage,
  WelcomeMessage,
} from '@danmaku-live/protocol';

/** A `comments` frame of lines that are JSON already. */
export function commentsFrame(offset: string, comments: readonly string[], leftOut: number): string {
  const tail = leftOut > 0 ? `,"leftOut":${leftOut}}` : '}';
  return `{"type":"comments","offset":"${offset}","comments":[${comments.join(',')}]${tail}`;
}

/** A `welcome` whose comments are JSON already. */
export function welcomeFrame(
  welcome: Omit<WelcomeMessage, 'type' | 'comments'>,
  comments: readonly { readonly json: string }[],
): string {
  const fields = JSON.stringify({ type: 'welcome', ...welcome });
  return `${fields.slice(0, -1)},"comments":[${comments.map(({ json }) => json).join(',')}]}`;
}

export function heartbeatFrame(answer: Omit<HeartbeatAnswer, 'type'>): string {
  return `{"type":"heartbeat","sent":${answer.sent},"time":${answer.time},"viewers":${answer.viewers}}`;
}

export function ackFrame(ref: string, id: string): string {
  return `{"type":"ack","ref":${JSON.stringify(ref)},"id":${JSON.stringify(id)}}`;
}

export function refusedFrame(
  ref: string | undefined,
  refusal: { readonly code: RefusalCode; readonly message: string; readonly retryAfterMs?: number },
): string {
  const { code, message, retryAfterMs } = refusal;
  return frame({
    type: 'refused',
    ...(ref !== undefined && { ref }),
    code,
    message,
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  });
}

export function errorFrame(code: ErrorCode, message: string): string {
  return frame({ type: 'error', code, message });
}

export function settingsFrame(settings: RoomSettings): string {
  return frame({ type: 'settings', settings });
}

export function frame(message: ServerMessage): string {
  return JSON.stringify(message);
}
