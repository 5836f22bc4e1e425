import type { Bench } from './bench.ts';
import { overlayBench, soakBench, wordsBench } from './child-benches.ts';
import { gatewayBench } from './gateway-bench.ts';
import { redisBench } from './redis-bench.ts';

/** All there are. `all` runs those in {@link ALL}; a soak is asked for by name. */
export const BENCHES: readonly Bench[] = [gatewayBench, redisBench, wordsBench, overlayBench, soakBench];
export const ALL: readonly string[] = ['gateway', 'redis', 'words', 'overlay'];
