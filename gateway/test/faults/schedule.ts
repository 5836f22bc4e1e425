/** What goes wrong, and when: drawn from a seed, so that every run can be repeated. */
import { between, randomOf, type Random } from './random.ts';

export const FAULT_KINDS = [
  'redis freezes',
  'redis restarts with its data',
  'redis restarts empty',
  'redis restarts with an old copy',
  'redis is emptied',
  'redis takes no writes',
  'gateway is killed',
  'gateway freezes',
  'gateway is replaced',
  'gateway loses redis',
  'gateway hears nothing of redis',
  'viewers are cut off',
  'viewers hear nothing',
  'viewers are gone without a word',
  'gateways are gone without a word',
] as const;

export type FaultKind = (typeof FAULT_KINDS)[number];

export interface Fault {
  readonly kind: FaultKind;
  /** After the begin. */
  readonly atMs: number;
  /** How long it lasts, where that means something. */
  readonly forMs: number;
  /** Uniform in [0, 1): which gateway. */
  readonly which: number;
}

export interface Schedule {
  readonly seed: number;
  readonly faults: readonly Fault[];
}

/** What can't be in two states at once. */
type Patient = 'redis' | 'gateway' | 'line' | 'viewers';

const PATIENTS: Readonly<Record<FaultKind, Patient>> = {
  'redis freezes': 'redis',
  'redis restarts with its data': 'redis',
  'redis restarts empty': 'redis',
  'redis restarts with an old copy': 'redis',
  'redis is emptied': 'redis',
  'redis takes no writes': 'redis',
  'gateway is killed': 'gateway',
  'gateway freezes': 'gateway',
  'gateway is replaced': 'gateway',
  'gateway loses redis': 'line',
  'gateway hears nothing of redis': 'line',
  'viewers are cut off': 'viewers',
  'viewers hear nothing': 'viewers',
  'viewers are gone without a word': 'viewers',
  'gateways are gone without a word': 'viewers',
};

/** How long each kind lasts, from and to. */
const LASTS_MS: Readonly<Partial<Record<FaultKind, readonly [number, number]>>> = {
  'redis freezes': [300, 6500],
  'redis restarts with its data': [0, 5000],
  'redis restarts empty': [0, 4000],
  'redis restarts with an old copy': [500, 4000],
  'redis takes no writes': [300, 4000],
  'gateway freezes': [300, 5000],
  'gateway hears nothing of redis': [500, 5000],
  'viewers hear nothing': [500, 6000],
};

/** Faults of one patient follow one another; those of different patients overlap as they come. */
const REST_MS = 1200;

export interface Draw {
  readonly faults: number;
  /** Within which time they begin, if their patients allow it. */
  readonly spreadMs: number;
  readonly kinds: readonly FaultKind[];
}

export const USUAL: Draw = { faults: 4, spreadMs: 8000, kinds: FAULT_KINDS };

export function drawSchedule(seed: number, { faults: count, spreadMs, kinds }: Draw = USUAL): Schedule {
  const random = randomOf(seed);
  const freeFromMs = new Map<Patient, number>();
  const faults: Fault[] = [];
  while (faults.length < count) {
    const kind = drawKind(random, kinds, seed, faults.length);
    const patient = PATIENTS[kind];
    const [fromMs, toMs] = LASTS_MS[kind] ?? [0, 0];
    const forMs = Math.round(between(random, fromMs, toMs));
    const drawnMs = Math.round(between(random, 1000, 1000 + spreadMs));
    const atMs = Math.max(drawnMs, freeFromMs.get(patient) ?? 0);
    freeFromMs.set(patient, atMs + forMs + REST_MS);
    faults.push({ kind, atMs, forMs, which: random() });
  }
  return { seed, faults: faults.toSorted((a, b) => a.atMs - b.atMs) };
}

/** The first fault goes round with the seeds, so that fifty of them hold every kind several times. */
function drawKind(random: Random, kinds: readonly FaultKind[], seed: number, index: number): FaultKind {
  const drawn = random();
  const kind = kinds[index === 0 ? seed % kinds.length : Math.floor(drawn * kinds.length)];
  if (!kind) throw new Error('no kind of fault to draw from');
  return kind;
}
