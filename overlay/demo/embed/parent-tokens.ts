/**
 * The reader's token from the page around this frame, by `postMessage`; documented in `docs/embed.md`.
 * Only the window above, and only while it shows the origin named by `?parent=`, is asked, told and believed.
 */

const ASK_EVERY_MS = 500;
// Well within the time that a connection gives itself to be welcomed.
const GIVE_UP_MS = 4000;
const LONGEST_TOKEN = 8192;

export interface ParentTokens {
  /** Asks for a fresh token. Rejects when the page gave none in four seconds, or said that there is none. */
  ask(): Promise<string>;
}

/** @param onNews the page gave a token that nobody had asked for: the reader signed in, or is another. */
export function createParentTokens(parentOrigin: string, onNews: () => void): ParentTokens {
  let given: string | undefined;
  let answer: ((token: string | null) => void) | undefined;
  let asked: Promise<string> | undefined;

  window.addEventListener('message', ({ source, origin, data }: MessageEvent<unknown>) => {
    if (source !== window.parent || origin !== parentOrigin) return;
    const token = tokenIn(data);
    if (token === undefined) return;
    if (answer) return answer(token);
    if (token === null) return;
    given = token;
    onNews();
  });

  const askParent = (): Promise<string> =>
    new Promise((resolve, reject) => {
      const beg = (): void => window.parent.postMessage({ type: 'danmaku:token-wanted' }, parentOrigin);
      const end = (): void => {
        clearInterval(begging);
        clearTimeout(givingUp);
        answer = undefined;
        asked = undefined;
      };
      const begging = setInterval(beg, ASK_EVERY_MS);
      const givingUp = setTimeout(() => {
        end();
        reject(new Error('The page around this frame did not answer.'));
      }, GIVE_UP_MS);
      answer = (token) => {
        end();
        if (token === null) reject(new Error('The page around this frame has no token.'));
        else resolve(token);
      };
      beg();
    });

  return {
    ask() {
      const token = given;
      given = undefined;
      return token === undefined ? (asked ??= askParent()) : Promise.resolve(token);
    },
  };
}

/** `null`: the page says that there is none; `undefined`: the message is about something else. */
function tokenIn(data: unknown): string | null | undefined {
  if (typeof data !== 'object' || data === null || !('type' in data) || data.type !== 'danmaku:token') return undefined;
  const token = 'token' in data ? data.token : undefined;
  return token === null || (typeof token === 'string' && token !== '' && token.length <= LONGEST_TOKEN)
    ? token
    : undefined;
}
