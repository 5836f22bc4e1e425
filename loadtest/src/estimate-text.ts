/** The estimate as text. */
import { COSTS } from './costs.ts';
import { estimate, type Demand } from './estimate.ts';
import { coresText, integerText, megabytesText } from './figure-text.ts';

export function estimateText(demand: Demand, gateways: number | undefined): string {
  const needed = estimate(demand, gateways);
  const { viewers, rooms, rate } = demand;
  const atWidest = estimate(demand, undefined, { flushMs: COSTS.widestFlushMs });
  const together = estimate(demand, gateways, { together: true });
  const isFull = needed.gatewayCores > COSTS.fullAt;
  const spare =
    gateways !== undefined
      ? ''
      : needed.gateways === 1
        ? ' (with the embedded broker; two and Redis, if one may fail)'
        : `, and one more so that one may fail`;
  const rows: readonly (readonly [string, string])[] = [
    [
      'crowd',
      `${integerText(viewers)} viewers in ${integerText(rooms)} ${rooms === 1 ? 'room' : 'rooms'}, ${rate} comments/s in all`,
    ],
    ['gateways', `${integerText(needed.gateways)}${spare}`],
    ...(gateways === undefined && atWidest.gateways < needed.gateways
      ? [
          [
            'at least',
            `${integerText(atWidest.gateways)}: under load gateways send fewer, larger frames, and comments come up to ${COSTS.widestFlushMs} ms later`,
          ] as const,
        ]
      : []),
    [
      'each',
      `${integerText(needed.gatewayViewers)} viewers, ${coresText(needed.gatewayCores)} of a core${isFull ? ' — TOO MUCH' : ''}, ` +
        `${megabytesText(needed.gatewayBytes)} and ${megabytesText(needed.kernelBytes)} of the kernel's for sockets`,
    ],
    ['deliveries', `${integerText(needed.deliveriesPerSecond)}/s in ${integerText(needed.framesPerSecond)} frames/s`],
    [
      'bandwidth',
      `${megabits(needed.bytesPerSecond)} to viewers; ${megabits(needed.bytesPerSecondDeflated)} if all ask for danmaku.v1.deflate`,
    ],
    [
      'Redis',
      needed.redisBatchesPerSecond === 0
        ? 'not needed for one gateway'
        : `${integerText(needed.redisBatchesPerSecond)} batches/s, ${coresText(needed.redisCores)} of its core` +
          (needed.redisCores > COSTS.fullAt ? ' — TOO MUCH for one: use a Redis Cluster' : ''),
    ],
    ...(together.redisCores < needed.redisCores * 0.8 && needed.redisCores > 0.01
      ? [
          [
            'together',
            `${integerText(together.gateways)} gateways and ${coresText(together.redisCores)} of a Redis core, where the balancer keeps viewers of a room together`,
          ] as const,
        ]
      : []),
    ...(needed.leftOutShare > 0
      ? [
          [
            'left out',
            `${Math.round(needed.leftOutShare * 100)} % of ordinary comments: a room's budget is ${COSTS.roomBudget}/s`,
          ] as const,
        ]
      : []),
  ];
  return `${rows.map(([name, text]) => `${name.padEnd(12)}${text}`).join('\n')}

How it is worked out, per gateway with v viewers (constants: loadtest/src/costs.ts, measured on one core):
  c = min(rate / rooms, ${COSTS.roomBudget})   f = min(c, ${1000 / COSTS.flushMs})   frames a viewer gets per second, each with c/f comments
  CPU = v·f·(${COSTS.frameUs} + ${COSTS.frameCommentUs}·c/f) µs + posts·${COSTS.postUs} µs + batches·${COSTS.batchUs} µs + v/${COSTS.heartbeatSeconds}·${COSTS.heartbeatUs} µs, kept below ${coresText(COSTS.fullAt)}
An estimate: a run of 30 s on your machine knows better.
`;
}

function megabits(bytesPerSecond: number): string {
  const megabit = (bytesPerSecond * 8) / 1e6;
  return megabit >= 10_000
    ? `${(megabit / 1000).toFixed(1)} Gbit/s`
    : `${megabit.toFixed(megabit < 10 ? 1 : 0)} Mbit/s`;
}
