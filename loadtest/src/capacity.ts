/** The sentence an operator pastes into a ticket: what was carried, how well, at what cost, and what that suggests. */
import { COSTS } from './costs.ts';
import { integerText, megabytesText, msText } from './figure-text.ts';
import type { Figures, Result } from './result.ts';

type Judged = Figures & Pick<Result, 'verdict'>;

/** Below this, what a gateway uses when idle would spoil the estimate. */
const MEANINGFUL_CORES = 0.2;

export function capacitySentence(result: Judged): string {
  const { plan, connections, deliveries, latency, ledger, gateway, verdict, machine } = result;
  const rooms = plan.rooms === 1 ? 'one room' : `${integerText(plan.rooms)} rooms`;
  const gateways = plan.urls.length === 1 ? 'One gateway' : `${plan.urls.length} gateways`;
  if (connections.opened === 0) return `No viewer got in: nothing was measured (${result.date}).`;
  const carried =
    `${gateways} carried ${integerText(connections.atEnd)} viewers in ${rooms} at ${integerText(result.rate.acked)} comments/s ` +
    `for ${integerText(plan.seconds)} s (${plan.scenario}): ${integerText(deliveries.perSecond)} deliveries/s, ` +
    `${megabytesText(deliveries.bytesPerSecond)}/s, latency p50 ${msText(latency.p50)}, p99 ${msText(latency.p99)}; ` +
    `${integerText(ledger.lost)} lost, ${integerText(ledger.duplicated)} doubled, ${integerText(ledger.outOfOrder)} out of order, ` +
    `${integerText(ledger.leftOut)} left out by the room budget.`;
  const cost = gateway.measured
    ? ` ${plan.urls.length === 1 ? 'It' : 'Together they'} used ${gateway.cpuCores.toFixed(2)} cores and ${megabytesText(gateway.memoryBytes)}.`
    : '';
  const where = ` Machine: ${machine.cores} × ${machine.cpu}, Node ${machine.node.replace(/^v/, '')}, ${result.date.slice(0, 10)}.`;
  return carried + cost + outlook(result) + where + (verdict.ok ? '' : ' The run did NOT pass.');
}

/** A straight-line estimate from the gateway's CPU; where there can be none, why. */
function outlook({ gateway, plan, connections, verdict, tool }: Judged): string {
  if (!verdict.ok) return '';
  const unknown = " How many viewers it would take can't be told: ";
  if (!gateway.measured) return `${unknown}the gateway's metrics could not be read (--metrics-url, --metrics-key).`;
  // Posts that left late make latencies worse; what a viewer costs the gateway they leave as it is.
  if (tool.bottleneck !== null && tool.saturatedSeconds > 0)
    return `${unknown}the load test had no time left; run it on another machine, or with fewer viewers.`;
  if (gateway.cpuCores < MEANINGFUL_CORES)
    return `${unknown}the gateway had next to nothing to do; try more viewers or a higher rate.`;
  const perGateway = gateway.cpuCores / plan.urls.length;
  const viewers = roundDown((connections.atEnd / plan.urls.length / perGateway) * COSTS.fullAt);
  return ` At this rate, one gateway should carry about ${integerText(viewers)} viewers (an estimate: ${COSTS.fullAt * 100} % of a core, cost taken as proportional).`;
}

/** Two digits: an estimate should look like one. */
function roundDown(value: number): number {
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, value))) - 1);
  return Math.floor(value / unit) * unit;
}
