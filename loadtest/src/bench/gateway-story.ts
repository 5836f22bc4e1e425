/** What the figures of the gateway's benchmark say: tables, plots, ratios and goals. Measures nothing. */
import { pointId } from './fanout.ts';
import { figureText } from './figure-words.ts';
import type { Cell, Plot } from './half.ts';
import type { Notebook } from './notebook.ts';
import type { Contender } from './server.ts';

const NOTES = [
  'One server at a time, alone on one core; one client on another reads every byte with the raw reader of the load test. CPU and memory are the server process as the kernel counts them. Ratios are of this run only.',
  'Every server gets the same posts over WebSocket and sends the same comments as JSON. Ours also checks them (length, words, rates, duplicates), numbers, stores and acknowledges them; the others do none of that.',
  '"Batching": the same server, gathering comments for 50 ms as ours does by default. The others send one message for each comment, as their users write it.',
  'A server carries a rate when 95 % of its comments arrive at a p99 of at most 250 ms from the intended moment. A rate that fails is offered again, twice at most, and has failed when two of three tries did; the JSON has how often each was tried. "At most" is what was carried; "peak" is whatever arrived, however late.',
  'Both ends share a machine: the kernel does the receiving of loopback packets on the sending core, so a delivery over a network costs the server less than here.',
  'Reading: a client that keeps up is woken for nearly every frame and uses about as much for it as the server does. What says whether it can be the limit is what a delivery costs it once it is behind: all viewers stop reading for three seconds and then read what has gathered.',
  'Posts: 2,400 users in 48 rooms say what they have to say in bursts, within all limits; each post is decoded, cleaned, searched for words, judged, numbered, stored and acknowledged, and next to nothing of it is sent to viewers.',
  'Viewers send no heartbeats here, to any server; with ours, each would add one small frame in and out every ten seconds.',
];

export function writeGatewayStory(notebook: Notebook, contenders: readonly Contender[]): void {
  notebook.notes.unshift(...NOTES);
  for (const viewers of [1000, 5000, 10_000].filter((count) => notebook.has(pointId(count, 'ours', 100, 'cpu')))) {
    fanoutTable(notebook, contenders, viewers);
    costPlot(notebook, contenders, viewers);
  }
  pairsTable(notebook, contenders);
  idleTable(notebook, contenders);
  tailTable(notebook, contenders);
  oursTable(notebook);
  goals(notebook);
}

function rows(contenders: readonly Contender[], figures: (name: string) => readonly string[]) {
  return contenders.map(({ label, ours, name }) => {
    const cells: Cell[] = [{ text: label }, ...figures(name).map((figure) => ({ figure }))];
    return ours ? { ours, cells } : { cells };
  });
}

function fanoutTable(notebook: Notebook, contenders: readonly Contender[], viewers: number): void {
  const at = (name: string, rate: number, what: string): string => pointId(viewers, name, rate, what);
  for (const { name, ours } of contenders) {
    if (ours) continue;
    for (const rate of [10, 100]) {
      notebook.ratio(at(name, rate, 'times-ours'), at(name, rate, 'cpu'), at('ours', rate, 'cpu'), 'none');
    }
  }
  notebook.tables.push({
    id: `fanout-${viewers}`,
    title: `One room, ${viewers.toLocaleString('en-US')} viewers`,
    note: 'CPU of one comment delivered to one viewer. A blank: the server did not get that far.',
    columns: [
      '',
      'CPU at 10/s',
      'CPU at 100/s',
      'times ours',
      'bytes',
      'at most',
      'peak',
      'p50 at half',
      'p99 at half',
    ],
    rows: rows(contenders, (name) => [
      at(name, 10, 'cpu'),
      at(name, 100, 'cpu'),
      at(name, 100, 'times-ours'),
      at(name, 100, 'bytes'),
      `fanout.${viewers}.${name}.most`,
      `fanout.${viewers}.${name}.peak`,
      `fanout.${viewers}.${name}.half-p50`,
      `fanout.${viewers}.${name}.half-p99`,
    ]),
  });
}

function pairsTable(notebook: Notebook, contenders: readonly Contender[]): void {
  notebook.tables.push({
    id: 'pairs',
    title: 'One room, 5,000 viewers, 100 comments/s: in pairs',
    note: 'Ours and one other in turn, each on a fresh server; a pair has its ratio, and the middle one is what goals are judged by. Whoever gathers for longer sends fewer frames, and is later.',
    columns: ['', 'CPU of a delivery', 'ours beside it', 'times ours', 'frames', 'ours', 'p50', 'ours'],
    rows: contenders
      .filter(({ name }) => notebook.has(`pairs.${name}.times-ours`))
      .map(({ label, name }) => ({
        cells: [
          { text: label },
          ...['theirs.cpu', 'ours.cpu', 'times-ours', 'theirs.frames', 'ours.frames', 'theirs.p50', 'ours.p50'].map(
            (what) => ({ figure: `pairs.${name}.${what}` }),
          ),
        ],
      })),
  });
}

function costPlot(notebook: Notebook, contenders: readonly Contender[], viewers: number): void {
  const known = notebook.rates(viewers);
  if (known.length < 2) return;
  const line = ({ label, name, ours }: Contender): Plot['series'][number] => {
    const values = known.map((rate) => {
      const micros = notebook.median(pointId(viewers, name, rate, 'cpu'));
      return micros === undefined ? null : 1 / micros;
    });
    return ours ? { label, ours, values } : { label, values };
  };
  notebook.plots.push({
    id: `per-core-${viewers}`,
    title: `Deliveries per second of server CPU, ${viewers.toLocaleString('en-US')} viewers`,
    unit: ' M',
    xLabel: 'comments/s',
    xLog: true,
    x: known,
    series: contenders.map(line).slice(0, 8),
  });
}

function idleTable(notebook: Notebook, contenders: readonly Contender[]): void {
  const viewers = notebook.has('join.10000.ours.seconds') ? 10_000 : 4000;
  notebook.tables.push({
    id: 'idle',
    title: `${viewers.toLocaleString('en-US')} viewers come to 4,000 in a quiet room`,
    note: 'The last two: CPU of a delivery, and its p99, with 10 comments/s.',
    columns: ['', 'memory each', 'let in, in all', 'a second', 'CPU each', 'CPU at 10/s', 'p99 at 10/s'],
    rows: rows(contenders, (name) => [
      `idle.${name}.bytes`,
      `join.${viewers}.${name}.seconds`,
      `join.${viewers}.${name}.per-second`,
      `join.${viewers}.${name}.cpu`,
      `busy.${viewers}.${name}.cpu`,
      `busy.${viewers}.${name}.p99`,
    ]).filter(({ cells }) => cells[1] && 'figure' in cells[1] && notebook.has(cells[1].figure)),
  });
}

function tailTable(notebook: Notebook, contenders: readonly Contender[]): void {
  notebook.tables.push({
    id: 'tail',
    title: '1,000 rooms of 10 viewers, 100 comments/s in all',
    columns: ['', 'CPU per delivery', 'delivered a second', 'p50', 'p99'],
    rows: rows(contenders, (name) => ['cpu', 'delivered', 'p50', 'p99'].map((what) => `tail.${name}.${what}`)),
  });
}

function oursTable(notebook: Notebook): void {
  const row = (text: string, figure: string): { readonly cells: readonly Cell[] } => ({
    cells: [{ text }, { figure }],
  });
  notebook.tables.push({
    id: 'ours',
    title: 'Our gateway alone',
    columns: ['', ''],
    rows: [
      row('a frame to 5,000 viewers, CPU of each', 'same-frame.ours.cpu'),
      row('the same from the bare C writer', 'same-frame.c-writer.cpu'),
      row('most delivered a second to 5,000 viewers', 'fanout.5000.ours.most'),
      row('its p99', 'fanout.5000.ours.most-p99'),
      row('what the gateway used for it', 'fanout.5000.ours.most-cores'),
      row('what the client used to read it', 'fanout.5000.ours.most-client-cores'),
      row('delivered per second of CPU', 'fanout.5000.ours.most-per-core'),
      row('CPU of a delivery at 100/s: to send it', 'reading.sending.cpu'),
      row('to read it as it comes, wake-up and all', 'reading.live.cpu'),
      row('to read it behind, where there is always more to read', 'reading.behind.cpu'),
      row('quiet room, post to other viewer, p50', 'quiet.embedded.p50'),
      row('quiet room, post to other viewer, p99', 'quiet.embedded.p99'),
      row('most posts judged a second, 10,000 blocked words', 'ingest.per-second'),
      row('posts judged per second of CPU at that', 'ingest.per-core'),
      row('CPU per delivery, as many rooms as viewers', 'spread.spread.cpu'),
      row('the same posts and deliveries in one room', 'spread.together.cpu'),
      row('the same deliveries, posted once to all', 'spread.broadcast.cpu'),
    ],
  });
}

function goals(notebook: Notebook): void {
  const at = (name: string): string => `pairs.${name}.times-ours`;
  const frame = 'A frame to 5,000 viewers: at most 1.1 times the CPU of bare C';
  notebook.goal('same-frame.ratio', frame, 'lower', 1.1, noiseText(notebook));
  notebook.goal(at('socket-io'), '5,000 viewers, 100/s: 10 times less CPU per delivery than Socket.IO', 'higher', 10);
  notebook.goal(at('ws'), '5,000 viewers, 100/s: 6 times less CPU per delivery than a ws loop', 'higher', 6);
  notebook.goal(at('socket-io-batching'), 'The same, batching: 2 times less than Socket.IO', 'higher', 2);
  notebook.goal(at('ws-batching'), 'The same, batching: 1.3 times less than ws', 'higher', 1.3);
  notebook.goal('fanout.5000.ours.most', 'Delivered a second by one core at a p99 of 250 ms', 'higher', 3_500_000);
  notebook.goal('quiet.embedded.p50', 'Quiet room, post to other viewer, p50', 'lower', 3);
  notebook.goal(
    'spread.ratio',
    'As many rooms as viewers: at most twice the CPU of the same posts in one room',
    'lower',
    2,
  );
  notebook.goal('idle.ours.bytes', 'Memory of one more idle viewer beside 4,000', 'lower', 2500);
  notebook.goal(
    'reading.ratio',
    'One core of the client reads at least what one core of the gateway sends',
    'higher',
    1,
  );
  notebook.goal('ingest.per-core', 'Posts judged per second of one core, 10,000 blocked words', 'higher', 50_000);
  notebook.goal('join.10000.ours.seconds', '10,000 viewers connected and welcomed', 'lower', 5);
}

/** How much the machine itself varies: the same work each time, by a server that does nothing else. */
function noiseText(notebook: Notebook): string | undefined {
  const c = notebook.figure('same-frame.c-writer.cpu');
  return c && `The machine itself: one frame of bare C was ${figureText(c)}`;
}
