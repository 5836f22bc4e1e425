/** What the room said before the desk was opened, read from its log a page at a time, backwards. */
import type { CommentBook } from './comment-book.ts';
import type { RoomApi } from './room-api.ts';

const PAGE = 200;

export interface Earlier {
  /** The first page, once the live comments have begun, so that nothing is missing between. @returns whether it brought anything. */
  begin(): Promise<boolean>;
  /** One page more. @returns whether it brought anything; `undefined` where it could not be read. */
  load(): Promise<boolean | undefined>;
}

export function createEarlier(api: Pick<RoomApi, 'page'>, book: Pick<CommentBook, 'addEarlier'>): Earlier {
  let before: string | undefined;
  let isAtStart = false;

  async function load(): Promise<boolean | undefined> {
    if (isAtStart) return false;
    try {
      const { first, comments } = await api.page(PAGE, before);
      isAtStart = comments.length === 0 || first === undefined;
      before = first;
      return book.addEarlier(comments) > 0;
    } catch {
      return undefined;
    }
  }

  return {
    begin: async () => before === undefined && (await load()) === true,
    load,
  };
}
