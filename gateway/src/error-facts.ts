/** What the log may say of an error. Libraries hang whole commands on theirs, and put what they could not read into messages. */

export interface ErrorFacts {
  readonly type: string;
  readonly message: string;
  readonly code?: string;
  /** Where it happened: function, file and line, and nothing else. */
  readonly stack?: string;
}

const MAX_MESSAGE_CHARS = 300;
const MAX_FRAMES = 20;
/** Redis quotes what it was sent in front of what it makes of it. */
const ARGUMENTS = /[,;]? with args beginning with:.*$/s;
/** The parser of JSON quotes what it read. */
const QUOTED = /"[^]*"/;

/** Facts about `error`, with none of its other properties and nothing that it quotes. */
export function errorFacts(error: unknown): ErrorFacts {
  if (!(error instanceof Error)) return { type: typeof error, message: 'something that is no error was thrown' };
  const { name, message, stack } = error;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  // The stack begins with the message, of however many lines that is.
  const frames = (stack ?? '').split('\n').filter((line) => /^ {4}at /.test(line) && !message.includes(line));
  return {
    type: name,
    message: message.replace(ARGUMENTS, '').replace(QUOTED, '"…"').slice(0, MAX_MESSAGE_CHARS),
    ...(code !== undefined && { code: code.slice(0, MAX_MESSAGE_CHARS) }),
    ...(frames.length > 0 && { stack: frames.slice(0, MAX_FRAMES).join('\n') }),
  };
}
