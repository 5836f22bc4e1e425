/** The gateway's log on a terminal: JSON lines in, lines to read out. */
import { networkInterfaces } from 'node:os';

/** @typedef {Readonly<Record<string, unknown>>} LogFields */

/**
 * @param {string} line
 * @returns {LogFields | undefined} `undefined` when it is not a line of the log.
 */
export function parseLogLine(line) {
  if (!line.startsWith('{')) return undefined;
  try {
    const fields = /** @type {LogFields} */ (JSON.parse(line));
    return typeof fields['msg'] === 'string' ? fields : undefined;
  } catch {
    return undefined;
  }
}

/** @type {Readonly<Record<string, string>>} */
const LEVELS = { 10: 'trace', 20: 'debug', 30: 'info', 40: 'warn', 50: 'error', 60: 'fatal' };

/** On every line of one process, so of no use to somebody who watches just that. */
const SAME_EVERYWHERE = new Set(['level', 'time', 'msg', 'pid', 'hostname', 'name', 'v', 'instance']);

/**
 * One line of the log for a person: `12:03:11 warn slow viewer room=lobby lagMs=812`.
 *
 * @param {LogFields} fields
 */
export function readableLine(fields) {
  const { time, level } = fields;
  const at = new Date(typeof time === 'number' || typeof time === 'string' ? time : Number.NaN);
  const clock = Number.isNaN(at.getTime()) ? '' : at.toTimeString().slice(0, 8);
  const rest = Object.entries(fields)
    .filter(([name]) => !SAME_EVERYWHERE.has(name))
    .map(([name, value]) => `${name}=${asText(value)}`);
  return printable(
    [clock, LEVELS[asText(level)] ?? asText(level), asText(fields['msg']), ...rest].filter(Boolean).join(' '),
  );
}

/** @param {unknown} value */
function asText(value) {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}

/** Control characters in a logged value must not reach the terminal. @param {string} text */
function printable(text) {
  return text.replace(/[\u0000-\u001f\u007f-\u009f]/g, ' ');
}

/**
 * Where a browser finds the gateway, from its line "listening"; `undefined` for any other line.
 *
 * @param {LogFields} fields
 * @param {NodeJS.Dict<import('node:os').NetworkInterfaceInfo[]>} [interfaces]
 * @returns {{ here: string, network?: string } | undefined} `network`: for other machines of the local network.
 */
export function addressesOf(fields, interfaces = networkInterfaces()) {
  const { msg, port } = fields;
  if (msg !== 'listening' || typeof port !== 'number') return undefined;
  const address = asText(fields['host'] ?? '0.0.0.0');
  const everywhere = address === '0.0.0.0' || address === '::' || address === '';
  const host = everywhere ? 'localhost' : address.includes(':') ? `[${address}]` : address;
  const here = `http://${host}:${port}/`;
  const other = Object.values(interfaces)
    .flatMap((list) => list ?? [])
    .find((info) => info.family === 'IPv4' && !info.internal);
  return everywhere && other ? { here, network: `http://${other.address}:${port}/` } : { here };
}
