/** Frames of the same size to the same viewers, by our gateway and by the bare C writer: what we add to the kernel's work. */
import type { Surroundings } from './bench.ts';
import { ourGateway } from './contenders.ts';
import type { Notebook } from './notebook.ts';
import { inPairs } from './pairs.ts';
import { inSession } from './session.ts';
import type { Contender } from './server.ts';

const VIEWERS = 5000;
/** Slow enough that each comment is a frame of its own, and neither server is busy. */
const FRAMES_PER_SECOND = 10;
const MEASURE_MS = 2500;
/** Before the payload of a frame of this size. */
const HEADER_BYTES = 4;

interface Frame {
  readonly cpuMicros: number;
  readonly bytes: number;
}

export async function measureSameFrame(notebook: Notebook, surroundings: Surroundings, c: Contender): Promise<void> {
  // Ours are the first: their size is what the other is told to send.
  let bytes = 0;
  const measure = async (contender: Contender): Promise<Frame> => {
    const frame = await measureFrame(surroundings, contender, contender.ours ? 0 : bytes - HEADER_BYTES);
    notebook.write(`same-frame.${contender.name}.cpu`, frame.cpuMicros, 'µs', 'lower');
    notebook.write(`same-frame.${contender.name}.bytes`, frame.bytes, 'B', 'none');
    if (contender.ours) bytes = Math.round(frame.bytes);
    return frame;
  };
  await inPairs(surroundings, ourGateway(), c, measure, (ours, theirs) =>
    notebook.write('same-frame.ratio', ours.cpuMicros / theirs.cpuMicros, 'x', 'lower'),
  );
}

/** @param paddedTo bytes of a post's text; 0: as it comes. */
function measureFrame(surroundings: Surroundings, contender: Contender, paddedTo: number): Promise<Frame> {
  return inSession(surroundings, contender, { rooms: 1, viewersPerRoom: VIEWERS }, async ({ post }) => {
    const run = await post({ rate: FRAMES_PER_SECOND, measureMs: MEASURE_MS, paddedTo });
    return { cpuMicros: (run.serverCpuSeconds * 1e6) / run.frames, bytes: run.bytes / run.frames };
  });
}
