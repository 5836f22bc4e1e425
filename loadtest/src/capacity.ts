/** The sentence an operator pastes into a ticket: what was carried, how well, at what cost, and what that suggests. */
import type { Figures, Result } from './result.ts';

type Judged = Figures & Pick<Result, 'verdict'>;

/** Share of a core that may be used before a gateway counts as full: the rest is for joins, peaks and neighbours. */
export const FULL_AT_CORES = 0.7;

/** Below this, what a gateway uses when idle would spoil the estimate. */
const MEANINGFUL_CORES = 0.2;

export function capacitySentence(result: Judged): string {
  const { plan, connections, deliveries, latency, ledger, gateway, verdict, machine } = result;
  const rooms = plan.rooms === 1 ? 'one room' : `${integer(plan.rooms)} rooms`;
  const gateways = plan.urls.length === 1 ? 'One gateway' : `${plan.urls.length} gateways`;
  if (connections.opened === 0) return `No viewer got in: nothing was measured (${result.date}).`;
  const carried =
    `${gateways} carried ${integer(connections.atEnd)} viewers in ${rooms} at ${integer(result.rate.acked)} comments/s ` +
    `for ${integer(plan.seconds)} s (${plan.scenario}): ${integer(deliveries.perSecond)} deliveries/s, ` +
    `${megabytes(deliveries.bytesPerSecond)} MB/s, latency p50 ${ms(latency.p50)}, p99 ${ms(latency.p99)}; ` +
    `${integer(ledger.lost)} lost, ${integer(ledger.duplicated)} doubled, ${integer(ledger.outOfOrder)} out of order, ` +
    `${integer(ledger.leftOut)} left out by the room budget.`;
  const cost = gateway.measured
    ? ` ${plan.urls.length === 1 ? 'It' : 'Together they'} used ${gateway.cpuCores.toFixed(2)} cores and ${megabytes(gateway.memoryBytes)} MB.`
    : '';
  const where = ` Machine: ${machine.cores} × ${machine.cpu}, Node ${machine.node.replace(/^v/, '')}, ${result.date.slice(0, 10)}.`;
  return carried + cost + outlook(result) + where + (verdict.ok ? '' : ' The run did NOT pass.');
}

/** Straight-line estimate; only where the gateway's CPU was read and large enough to mean something. */
function outlook({ gateway, plan, connections, verdict, tool }: Judged): string {
  if (!gateway.measured || gateway.cpuCores < MEANINGFUL_CORES || !verdict.ok || tool.bottleneck !== null) return '';
  const perGateway = gateway.cpuCores / plan.urls.length;
  const viewers = roundDown((connections.atEnd / plan.urls.length / perGateway) * FULL_AT_CORES);
  return ` At this rate, one gateway should carry about ${integer(viewers)} viewers (an estimate: ${FULL_AT_CORES * 100} % of a core, cost taken as proportional).`;
}

/** Two digits: an estimate should look like one. */
function roundDown(value: number): number {
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, value))) - 1);
  return Math.floor(value / unit) * unit;
}

function integer(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0);
}

function ms(value: number): string {
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ms`;
}
