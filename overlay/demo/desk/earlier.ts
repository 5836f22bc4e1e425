/** What the room said before the desk was opened, read from its log a page at a time, backwards. */
import type { CommentBook } from './comment-book.ts';
import type { RoomApi } from './room-api.ts';

const PAGE = 200;

export interface Earlier {
  /** The first page, once the live comments have begun, so that nothing is missing between. @returns as `load`. */
  begin(): Promise<boolean>;
  /** One page more. @returns whether it brought anything. */
  load(): Promise<boolean>;
}

export function createEarlier(api: Pick<RoomApi, 'page'>, book: Pick<CommentBook, 'addEarlier'>): Earlier {
  let before: string | undefined;
  let isAtStart = false;

  async function load(): Promise<boolean> {
    if (isAtStart) return false;
    try {
      const { first, comments } = await api.page(PAGE, before);
      isAtStart = comments.length === 0 || first === undefined;
      before = first;
      return book.addEarlier(comments) > 0;
    } catch {
      return false;
    }
  }

  return {
    begin: async () => before === undefined && load(),
    load,
  };
}
