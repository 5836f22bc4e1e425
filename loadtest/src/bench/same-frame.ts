/** Frames of the same size to the same viewers, by our gateway and by the bare C writer: what we add to the kernel's work. */
import type { Surroundings } from './bench.ts';
import { ourGateway } from './contenders.ts';
import type { Notebook } from './notebook.ts';
import { inSession } from './session.ts';
import type { Contender } from './server.ts';

const VIEWERS = 5000;
/** Slow enough that each comment is a frame of its own, and neither server is busy. */
const FRAMES_PER_SECOND = 10;
const MEASURE_MS = 2500;
/** Before the payload of a frame of this size. */
const HEADER_BYTES = 4;
/** A machine drifts by more than what is looked for here: neighbours in time are compared, and the middle of them told. */
const PAIRS = 5;

interface Frame {
  readonly cpuMicros: number;
  readonly bytes: number;
}

export async function measureSameFrame(notebook: Notebook, surroundings: Surroundings, c: Contender): Promise<void> {
  const ours = ourGateway();
  let bytes = 0;
  for (let pair = 0; pair < (surroundings.quick ? 1 : PAIRS); pair += 1) {
    // Who is first changes: what the other leaves behind, warm or cold, is then nobody's advantage.
    const order = pair % 2 === 0 ? [ours, c] : [c, ours];
    const cpuMicros = new Map<Contender, number>();
    for (const contender of order) {
      const frame = await measureFrame(surroundings, contender, contender.ours ? 0 : bytes - HEADER_BYTES);
      cpuMicros.set(contender, frame.cpuMicros);
      notebook.write(`same-frame.${contender.name}.cpu`, frame.cpuMicros, 'µs', 'lower');
      notebook.write(`same-frame.${contender.name}.bytes`, frame.bytes, 'B', 'none');
      if (contender.ours) bytes = Math.round(frame.bytes);
    }
    notebook.write('same-frame.ratio', (cpuMicros.get(ours) ?? NaN) / (cpuMicros.get(c) ?? NaN), 'x', 'lower');
  }
}

/** @param paddedTo bytes of a post's text; 0: as it comes. */
function measureFrame(surroundings: Surroundings, contender: Contender, paddedTo: number): Promise<Frame> {
  return inSession(surroundings, contender, { rooms: 1, viewersPerRoom: VIEWERS }, async ({ post }) => {
    const run = await post({ rate: FRAMES_PER_SECOND, measureMs: MEASURE_MS, paddedTo });
    return { cpuMicros: (run.serverCpuSeconds * 1e6) / run.frames, bytes: run.bytes / run.frames };
  });
}
