/** Small films, made on the spot: a minute of dusk, as one file and as an HLS stream that says its programme time. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Media {
  readonly folder: string;
  remove(): Promise<void>;
}

const SOURCE = ['-f', 'lavfi', '-i', 'color=c=0x101830:size=320x180:rate=10:duration=60'];
const FAST = ['-deadline', 'realtime', '-cpu-used', '8', '-b:v', '60k', '-g', '20'];
const HLS = '-f hls -hls_segment_type fmp4 -hls_time 4 -hls_playlist_type vod -hls_flags program_date_time'.split(' ');

/** Makes `film.webm` and `stream.m3u8` with its segments in a folder of their own. */
export async function makeMedia(): Promise<Media> {
  const folder = await mkdtemp(join(tmpdir(), 'danmaku-media-'));
  await Promise.all([
    ffmpeg(folder, [...SOURCE, '-c:v', 'libvpx', ...FAST, 'film.webm']),
    ffmpeg(folder, [...SOURCE, '-c:v', 'libvpx-vp9', ...FAST, ...HLS, 'stream.m3u8']),
  ]);
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}

async function ffmpeg(folder: string, args: readonly string[]): Promise<void> {
  const child = spawn('ffmpeg', ['-nostdin', '-loglevel', 'error', ...args], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new Error(`ffmpeg ended with ${code}.`);
}
