/** Which room this page is about, and the addresses that belong to it. Pure. */
import { isRoomName } from '@danmaku-live/protocol';

export const DEFAULT_ROOM = 'lobby';

/** The room that the page's query asks for; a name that can't be one counts as none. */
export function roomOf(search: string): string {
  const asked = new URLSearchParams(search).get('room');
  return isRoomName(asked) ? asked : DEFAULT_ROOM;
}

/** The room of a page at `/moderate/{room}`. */
export function deskRoomOf(path: string): string {
  const named = path.split('/')[2];
  return isRoomName(named) ? named : DEFAULT_ROOM;
}

/** The address to give to others: this page, this room, and nothing else of the query. */
export function inviteUrl(page: string, room: string): string {
  const url = new URL(page);
  url.search = room === DEFAULT_ROOM ? '' : new URLSearchParams({ room }).toString();
  url.hash = '';
  return url.href;
}

/** The room's WebSocket at the gateway that serves the page. */
export function socketUrl(page: string, room: string): string {
  const url = new URL(`/v1/rooms/${room}/ws`, page);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  return url.href;
}

/** The lines that put the overlay over somebody's own video. */
export function embedLines(page: string, room: string): string {
  const { origin } = new URL(page);
  return [
    `<script src="${origin}/embed.js" async></script>`,
    `<danmaku-overlay gateway="${origin}" room="${room}">`,
    '  <video src="…"></video>',
    '</danmaku-overlay>',
  ].join('\n');
}
