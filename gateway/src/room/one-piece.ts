/**
 * `text` laid out as one piece. To V8 a sum of strings is a tree that keeps all its parts alive until somebody reads a letter of it;
 * for what is kept by the thousand, that is done at once.
 */
export function inOnePiece(text: string): string {
  // A condition that always holds: a reading whose outcome nobody uses would be left out.
  return text.charCodeAt(0) >= 0 ? text : '';
}
