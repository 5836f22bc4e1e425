/** The result as text, for the end of a run. */
import { coresText, integerText as n, megabytesText, msText as ms } from './figure-text.ts';
import type { Result } from './result.ts';

export function summary(result: Result): string {
  const { connections, posts, rate, deliveries, latency, ack, returns, ledger, gateway, tool, verdict } = result;
  const rows: readonly (readonly [string, string])[] = [
    [
      'connections',
      `${n(connections.opened)} of ${n(connections.wanted)} in ${connections.seconds.toFixed(1)} s, ${n(connections.dropped)} dropped` +
        `${connections.tooSlow > 0 ? ` (${n(connections.tooSlow)} too slow)` : ''}, ${n(connections.returned)} returned, ${n(connections.atEnd)} at the end`,
    ],
    ...reasonRow('', connections.problems),
    [
      'comments',
      `${n(posts.intended)} intended, ${n(posts.sent)} sent, ${n(posts.acked)} acknowledged, ${n(posts.refused)} refused (${rate.acked.toFixed(1)}/s)`,
    ],
    ...reasonRow('', posts.refusals),
    [
      'deliveries',
      `${n(deliveries.received)} of ${n(deliveries.expected)}; ${n(deliveries.perSecond)}/s in ${n(deliveries.framesPerSecond)} frames/s, ` +
        `${megabytesText(deliveries.bytesPerSecond)}/s, ${deliveries.bytesPerDelivery.toFixed(0)} B each`,
    ],
    [
      'latency',
      `p50 ${ms(latency.p50)}  p90 ${ms(latency.p90)}  p99 ${ms(latency.p99)}  p99.9 ${ms(latency.p999)}  max ${ms(latency.max)}`,
    ],
    ['ack', `p50 ${ms(ack.p50)}  p99 ${ms(ack.p99)}`],
    ...(returns.count > 0
      ? [
          [
            'returns',
            `p50 ${ms(returns.p50)}  p99 ${ms(returns.p99)}  max ${ms(returns.max)} from loss to welcome; ${n(connections.recovered)} of ${n(connections.returned)} recovered`,
          ] as const,
        ]
      : []),
    [
      'ledger',
      `${n(ledger.accepted)} accepted; ${n(ledger.expected)} owed = ${n(ledger.delivered)} delivered + ${n(ledger.leftOut)} left out + ` +
        `${n(ledger.merged)} merged + ${n(ledger.recalled)} recalled + ${n(ledger.tooSlow)} too slow + ${n(ledger.notRecovered)} not recovered + ${n(ledger.lost)} lost`,
    ],
    ['', `${n(ledger.duplicated)} doubled, ${n(ledger.outOfOrder)} out of order, ${n(ledger.stray)} in the wrong room`],
    [
      'gateway',
      gateway.measured
        ? `cpu ${coresText(gateway.cpuCores)} of a core (max ${coresText(gateway.cpuCoresMax)}), memory ${megabytesText(gateway.memoryBytes)}, ` +
          `${gateway.cpuSecondsPerMillionDeliveries.toFixed(2)} CPU s per million deliveries`
        : 'metrics not readable',
    ],
    [
      'load test',
      `cpu ${coresText(tool.cpuCores)} of a core, busiest thread ${coresText(tool.busyMax)}, posts at most ${ms(tool.sendLagMsMax)} late`,
    ],
  ];
  const table = rows.map(([name, text]) => `${name.padEnd(12)}${text}`).join('\n');
  const foreign =
    ledger.foreign > 0
      ? `\nnote        ${n(ledger.foreign)} comments of others were in the rooms: what was left out can't be told apart from theirs`
      : '';
  const bottleneck =
    tool.bottleneck === null
      ? ''
      : `\nWARNING     ${tool.bottleneck}: these figures are the load test's, not the gateway's`;
  const verdictLine = verdict.ok ? 'PASSED' : `FAILED      ${verdict.faults.join('\n            ')}`;
  return `${table}${foreign}${bottleneck}\n\n${result.capacity}\n\n${verdictLine}\n`;
}

function reasonRow(name: string, reasons: Readonly<Record<string, number>>): readonly (readonly [string, string])[] {
  const told = Object.entries(reasons).slice(0, 5);
  return told.length === 0 ? [] : [[name, told.map(([reason, count]) => `${n(count)} × ${reason}`).join('; ')]];
}
