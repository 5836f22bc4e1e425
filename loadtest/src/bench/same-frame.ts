/** Frames of the same size to the same viewers, by our gateway and by the bare C writer: what we add to the kernel's work. */
import type { Surroundings } from './bench.ts';
import { ourGateway } from './contenders.ts';
import type { Notebook } from './notebook.ts';
import { inSession } from './session.ts';
import type { Contender } from './server.ts';

const VIEWERS = 5000;
/** Slow enough that each comment is a frame of its own, and neither server is busy. */
const FRAMES_PER_SECOND = 10;
const MEASURE_MS = 3000;
/** Before the payload of a frame of this size. */
const HEADER_BYTES = 4;

export async function measureSameFrame(notebook: Notebook, surroundings: Surroundings, c: Contender): Promise<void> {
  let bytes = 0;
  for (const contender of [ourGateway(), c]) {
    await inSession(surroundings, contender, { rooms: 1, viewersPerRoom: VIEWERS }, async ({ post }) => {
      for (let round = 0; round < surroundings.repeat; round += 1) {
        const run = await post({ rate: FRAMES_PER_SECOND, measureMs: MEASURE_MS, paddedTo: bytes - HEADER_BYTES });
        const id = `same-frame.${contender.name}`;
        notebook.write(`${id}.cpu`, (run.serverCpuSeconds * 1e6) / run.frames, 'µs', 'lower');
        notebook.write(`${id}.bytes`, run.bytes / run.frames, 'B', 'none');
        if (contender.ours) bytes = Math.round(run.bytes / run.frames);
      }
    });
  }
  notebook.ratio('same-frame.ratio', 'same-frame.ours.cpu', `same-frame.${c.name}.cpu`, 'lower');
}
