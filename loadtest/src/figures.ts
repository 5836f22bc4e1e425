/** Which figures a result has, for thresholds that name one before there is a result. */
import { LatencyHistogram } from './histogram.ts';
import { gatewayUse } from './judge.ts';
import { emptyLedger } from './ledger.ts';
import type { Figures } from './result.ts';
import { figureNames } from './threshold.ts';
import { judgeTool } from './tool-use.ts';

/** Every path a threshold may name: the numbers of a result in which nothing happened, but for its plan and machine. */
export function knownFigures(): readonly string[] {
  return figureNames(emptyFigures());
}

function emptyFigures(): Omit<Figures, 'plan' | 'machine'> {
  const zero = LatencyHistogram.empty().percentiles();
  return {
    version: 1,
    date: '',
    connections: {
      wanted: 0,
      opened: 0,
      failed: 0,
      dropped: 0,
      tooSlow: 0,
      drained: 0,
      returned: 0,
      recovered: 0,
      atEnd: 0,
      perSecond: 0,
      seconds: 0,
      problems: {},
    },
    rate: { intended: 0, sent: 0, acked: 0, refused: 0 },
    posts: { intended: 0, sent: 0, acked: 0, refused: 0, refusals: {} },
    deliveries: {
      expected: 0,
      received: 0,
      perSecond: 0,
      bytesPerSecond: 0,
      framesPerSecond: 0,
      bytesPerDelivery: 0,
      malformed: 0,
    },
    latency: zero,
    ack: zero,
    returns: zero,
    ledger: emptyLedger(),
    gateway: gatewayUse([], 0, 0),
    tool: judgeTool([]),
    stoppedEarly: false,
    startSecond: 0,
  };
}
