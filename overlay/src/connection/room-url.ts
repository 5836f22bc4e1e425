/** Where a room's WebSocket is. */
import { isRoomName } from '@danmaku-live/protocol';

export type RoomUrl =
  { readonly ok: true; readonly url: string; readonly host: string } | { readonly ok: false; readonly reason: string };

/**
 * @param gateway `https://…` (or http, ws, wss), with a path when a proxy adds one; relative to `base`.
 * @example roomUrl('https://gateway.example', 'my-stream', location.href) // wss://gateway.example/v1/rooms/my-stream/ws
 */
export function roomUrl(gateway: string, room: string, base: string): RoomUrl {
  if (!isRoomName(room)) {
    return { ok: false, reason: 'A room is named by 1 to 64 of A-Z a-z 0-9 . _ - and starts with a letter or digit.' };
  }
  let url: URL;
  try {
    url = new URL(gateway, base);
  } catch {
    return { ok: false, reason: 'The gateway must be an address such as https://gateway.example.' };
  }
  if (!/^(http|ws)s?:$/.test(url.protocol))
    return { ok: false, reason: 'The gateway must be reached by http or https.' };
  const { host } = url;
  url.protocol = url.protocol.endsWith('s:') ? 'wss:' : 'ws:';
  url.pathname = `${url.pathname.replace(/\/+$/, '')}/v1/rooms/${room}/ws`;
  url.search = '';
  url.hash = '';
  return { ok: true, url: url.href, host };
}

/** The same address, continuing after `offset` when there is one. */
export function resumeUrl(url: string, offset: string | undefined): string {
  return offset === undefined ? url : `${url}?after=${encodeURIComponent(offset)}`;
}
