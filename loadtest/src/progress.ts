/** What a person sees while a run goes on: bars on a terminal, elsewhere one plain line a second. */
import type { ProgressStyle } from './command.ts';
import { coresText, integerText, megabytesText, msText } from './figure-text.ts';
import { postingMs, type Plan } from './plan.ts';
import type { Progress } from './run.ts';

/** Where it is shown; standard error, so that standard output stays the result's. */
export interface Screen {
  readonly isTerminal: boolean;
  readonly columns: number;
  write(text: string): void;
}

const BAR_CELLS = 28;
const BLOCKS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'] as const;

/** What shows each second of a run, in the given style. */
export function showProgress(plan: Plan, style: ProgressStyle, screen: Screen): { show(progress: Progress): void } {
  const hasBars = style === 'bars' || (style === 'auto' && screen.isTerminal);
  if (style === 'none') return { show: () => undefined };
  if (!hasBars) return { show: (progress) => screen.write(`${progressLine(plan, progress)}\n`) };
  let drawn = 0;
  return {
    show(progress) {
      // A line that wraps would break the redrawing.
      const lines = progressPicture(plan, progress).map((line) => line.slice(0, screen.columns));
      const up = drawn > 0 ? `\x1b[${drawn}A` : '';
      screen.write(`${up}${lines.map((line) => `\x1b[2K${line}\n`).join('')}`);
      drawn = lines.length;
    },
  };
}

/** One second as one line. */
function progressLine(plan: Plan, { phase, elapsedSeconds, seats, sample }: Progress): string {
  const { open, acked, refused, comments, latency, dropped, gateways } = sample;
  const total = postingMs(plan) / 1000;
  const time = elapsedSeconds < 0 ? '' : ` ${Math.min(total, Math.floor(elapsedSeconds))}/${total} s`;
  const parts = [
    `${phase}${time}`,
    `viewers ${open}/${seats}`,
    `posted ${acked}/s`,
    `delivered ${comments}/s`,
    ...(latency.max > 0 ? [`p50 ${msText(latency.p50)} p99 ${msText(latency.p99)}`] : []),
    ...(refused > 0 ? [`refused ${refused}`] : []),
    ...(dropped > 0 ? [`dropped ${dropped}`] : []),
    ...gatewayParts(gateways),
  ];
  return parts.join('  ');
}

function progressPicture(plan: Plan, { phase, elapsedSeconds, seats, sample }: Progress): readonly string[] {
  const total = postingMs(plan) / 1000;
  const elapsed = Math.min(total, Math.max(0, Math.floor(elapsedSeconds)));
  const wanted = plan.rate * seats;
  const { open, acked, refused, comments, bytes, latency, dropped, gateways } = sample;
  return [
    `${phase.padEnd(11)} ${bar(elapsed / total)} ${elapsedSeconds < 0 ? '' : `${elapsed} of ${total} s`}`,
    `viewers     ${bar(open / seats)} ${integerText(open)} of ${integerText(seats)}${dropped > 0 ? `, ${integerText(dropped)} dropped` : ''}`,
    `deliveries  ${bar(wanted > 0 ? comments / wanted : 0)} ${integerText(comments)}/s, ${megabytesText(bytes)}/s`,
    `latency     ${latency.max > 0 ? `p50 ${msText(latency.p50)}   p99 ${msText(latency.p99)}   max ${msText(latency.max)}` : '–'}`,
    `posts       ${integerText(acked)}/s of ${integerText(plan.rate)}${refused > 0 ? `, ${integerText(refused)} refused` : ''}`,
    `gateway     ${gatewayParts(gateways).join('   ') || 'metrics not readable'}`,
  ];
}

function gatewayParts(gateways: Progress['sample']['gateways']): readonly string[] {
  const uses = gateways.filter((use) => use !== null);
  if (uses.length === 0) return [];
  const cores = uses.reduce((sum, use) => sum + use.cpuCores, 0);
  const memoryBytes = uses.reduce((sum, use) => sum + use.memoryBytes, 0);
  return [`cpu ${coresText(cores)}`, `memory ${megabytesText(memoryBytes)}`];
}

/** A bar of eighths of a cell; more than all is all. */
export function bar(share: number): string {
  const eighths = Math.round(Math.min(1, Math.max(0, share)) * BAR_CELLS * 8);
  const full = Math.floor(eighths / 8);
  return `${'█'.repeat(full)}${BLOCKS[eighths % 8] ?? ''}`.padEnd(BAR_CELLS, '░');
}
