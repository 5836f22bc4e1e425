/** Log lines: JSON on stdout. Callers log facts, never a token, a key or a comment's text. */
import { pino, type Logger } from 'pino';
import { errorFacts } from './error-facts.ts';

export type Log = Logger;

/** @param level `silent` turns the log off. */
export function createLog(level: string, instanceId: string): Log {
  return pino({
    level,
    base: { instance: instanceId },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    serializers: { err: errorFacts },
  });
}
