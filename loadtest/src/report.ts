/** The report of one run: a page for people who were not there. */
import { coresText, integerText, megabytesText, msText } from './figure-text.ts';
import { escapeHtml, renderPage, tableHtml } from './page.ts';
import type { ReasonCounts } from './reasons.ts';
import type { Result } from './result.ts';
import { runCharts } from './series.ts';

export function reportHtml(result: Result): Promise<string> {
  return renderPage({
    title: `Load test: ${result.verdict.ok ? 'passed' : 'failed'}, ${integerText(result.connections.wanted)} viewers`,
    top: `${header(result)}${tiles(result)}`,
    charts: runCharts(result),
    bottom: `<section class="tables">${tables(result)}</section>`,
  });
}

function header({ verdict, capacity, date, plan, tool, ledger }: Result): string {
  const faults = verdict.faults.map((fault) => `<li>${escapeHtml(fault)}</li>`).join('');
  const notes = [
    ...(tool.bottleneck === null
      ? []
      : [`The load test was the bottleneck: ${tool.bottleneck}. These figures are its own, not the gateway's.`]),
    ...(ledger.foreign === 0
      ? []
      : [
          `${integerText(ledger.foreign)} comments of others were in the rooms: what was left out can't be told apart from theirs.`,
        ]),
  ];
  return `<header>
<h1>Load test <span class="badge ${verdict.ok ? 'good' : 'bad'}">${verdict.ok ? 'passed' : 'failed'}</span></h1>
<p class="when">${escapeHtml(plan.scenario)} · ${escapeHtml(new Date(date).toUTCString())} · ${escapeHtml(plan.urls.join(', '))}</p>
${faults === '' ? '' : `<ul class="faults">${faults}</ul>`}
${notes.map((note) => `<p class="note">${escapeHtml(note)}</p>`).join('')}
<figure class="capacity"><blockquote>${escapeHtml(capacity)}</blockquote><button type="button" data-copy hidden>Copy</button></figure>
</header>
`;
}

function tiles({ connections, deliveries, latency, ledger, gateway }: Result): string {
  const wrong = ledger.lost + ledger.duplicated + ledger.outOfOrder;
  const all: readonly (readonly [string, string, string])[] = [
    ['Viewers', integerText(connections.atEnd), `of ${integerText(connections.wanted)}`],
    ['Deliveries', `${integerText(deliveries.perSecond)}/s`, `${integerText(deliveries.received)} in all`],
    ['Latency p99', msText(latency.p99), `p50 ${msText(latency.p50)}`],
    ['Lost, doubled, misplaced', integerText(wrong), `${integerText(ledger.leftOut)} left out by the budget`],
    gateway.measured
      ? ['Gateway CPU', coresText(gateway.cpuCores), `of a core; ${megabytesText(gateway.memoryBytes)}`]
      : ['Gateway CPU', '–', 'metrics not readable'],
  ];
  const items = all.map(
    ([name, value, more]) =>
      `<div class="tile"><dt>${escapeHtml(name)}</dt><dd><strong>${escapeHtml(value)}</strong> <span>${escapeHtml(more)}</span></dd></div>`,
  );
  return `<dl class="tiles">${items.join('')}</dl>`;
}

function tables(result: Result): string {
  const { connections, posts, latency, ack, returns, ledger, gateway, machine, plan, tool, deliveries } = result;
  return [
    tableHtml('Ledger, in deliveries (comment × viewer)', [
      ['owed', integerText(ledger.expected)],
      ['delivered', integerText(ledger.delivered)],
      ['left out by the budget', integerText(ledger.leftOut)],
      ['merged into another', integerText(ledger.merged)],
      ['recalled', integerText(ledger.recalled)],
      ['missed by slow viewers, told', integerText(ledger.tooSlow)],
      ['not recovered, told', integerText(ledger.notRecovered)],
      ['lost', faultCount(ledger.lost)],
      ['doubled', faultCount(ledger.duplicated)],
      ['out of order', faultCount(ledger.outOfOrder)],
      ['in the wrong room', faultCount(ledger.stray)],
    ]),
    tableHtml('Latency', [
      ['p50', msText(latency.p50)],
      ['p90', msText(latency.p90)],
      ['p99', msText(latency.p99)],
      ['p99.9', msText(latency.p999)],
      ['max', msText(latency.max)],
      ['ack p50, p99', `${msText(ack.p50)}, ${msText(ack.p99)}`],
      ['return p50, max', returns.count === 0 ? 'nobody had to' : `${msText(returns.p50)}, ${msText(returns.max)}`],
      ['bytes per delivery', deliveries.bytesPerDelivery.toFixed(0)],
    ]),
    tableHtml('Connections and posts', [
      [
        'opened',
        `${integerText(connections.opened)} of ${integerText(connections.wanted)} in ${connections.seconds.toFixed(1)} s`,
      ],
      [
        'dropped',
        `${integerText(connections.dropped)}, too slow ${integerText(connections.tooSlow)}, drained ${integerText(connections.drained)}`,
      ],
      ['returned', `${integerText(connections.returned)}, recovered ${integerText(connections.recovered)}`],
      ['why', reasons(connections.problems)],
      ['posts', `${integerText(posts.sent)} sent of ${integerText(posts.intended)}`],
      ['answers', `${integerText(posts.acked)} acknowledged, ${integerText(posts.refused)} refused`],
      ['refusals', reasons(posts.refusals)],
    ]),
    tableHtml('Plan', [
      ['scenario', escapeHtml(plan.scenario)],
      ['viewers, rooms', `${integerText(plan.viewers)}, ${integerText(plan.rooms)}`],
      ['comments per second', String(plan.rate)],
      ['seconds', `${plan.seconds} after ${plan.warmupSeconds} of warm-up`],
      ['publishers', escapeHtml(plan.publishing)],
      ['subprotocol', escapeHtml(plan.subprotocol)],
      ['run', escapeHtml(plan.runId)],
    ]),
    tableHtml('Machine', [
      ['processor', `${machine.cores} × ${escapeHtml(machine.cpu)}`],
      ['memory', megabytesText(machine.memoryBytes)],
      ['system', `${escapeHtml(machine.system)}, Node ${escapeHtml(machine.node)}`],
      [
        'load test',
        `${coresText(tool.cpuCores)} of a core, busiest thread ${coresText(tool.busyMax)}, posts up to ${msText(tool.sendLagMsMax)} late`,
      ],
      [
        'gateway CPU',
        gateway.measured ? `${coresText(gateway.cpuCores)}, at most ${coresText(gateway.cpuCoresMax)}` : 'not readable',
      ],
      ['per million deliveries', gateway.measured ? `${gateway.cpuSecondsPerMillionDeliveries.toFixed(2)} CPU s` : '–'],
      [
        'gateway memory',
        gateway.measured ? `${megabytesText(gateway.memoryBytes)}${growth(gateway.memoryGrowthBytesPerHour)}` : '–',
      ],
    ]),
  ].join('');
}

function growth(bytesPerHour: number): string {
  return bytesPerHour === 0 ? '' : `, ${bytesPerHour > 0 ? '+' : ''}${megabytesText(bytesPerHour)} an hour`;
}

function faultCount(count: number): string {
  return count === 0 ? '0' : `<strong class="bad">${integerText(count)}</strong>`;
}

function reasons(counts: ReasonCounts): string {
  const told = Object.entries(counts).slice(0, 6);
  return told.length === 0
    ? '–'
    : told.map(([reason, count]) => escapeHtml(`${integerText(count)} × ${reason}`)).join('<br>');
}
