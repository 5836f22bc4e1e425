/** `--fail-if "latency.p99 > 250"`: a figure of the result, a comparison and a number. */

const OPERATORS = {
  '>': (a: number, b: number) => a > b,
  '>=': (a: number, b: number) => a >= b,
  '<': (a: number, b: number) => a < b,
  '<=': (a: number, b: number) => a <= b,
  '==': (a: number, b: number) => a === b,
  '!=': (a: number, b: number) => a !== b,
} as const;

export interface Threshold {
  readonly text: string;
  readonly figure: string;
  readonly operator: keyof typeof OPERATORS;
  readonly limit: number;
}

export type ParsedThreshold =
  { readonly ok: true; readonly threshold: Threshold } | { readonly ok: false; readonly reason: string };

const FORM = /^\s*([a-zA-Z][\w.]*)\s*(>=|<=|==|!=|>|<)\s*(-?\d+(?:\.\d+)?)\s*$/;

/** @param figures all that a result has. */
export function parseThreshold(text: string, figures: readonly string[]): ParsedThreshold {
  const match = FORM.exec(text);
  if (!match) return { ok: false, reason: `"${text}" is not like "latency.p99 > 250"` };
  const [, figure = '', operator = '', limit = ''] = match;
  if (!figures.includes(figure)) {
    return { ok: false, reason: `"${text}": there is no figure "${figure}"; there are ${figures.join(', ')}` };
  }
  if (!isOperator(operator)) return { ok: false, reason: `"${text}": "${operator}" is no comparison` };
  return { ok: true, threshold: { text: text.trim(), figure, operator, limit: Number(limit) } };
}

/** The value of the figure where the threshold is crossed, else `undefined`. */
export function crossed(threshold: Threshold, result: object): number | undefined {
  const value = figureOf(result, threshold.figure);
  if (value === undefined) return undefined;
  return OPERATORS[threshold.operator](value, threshold.limit) ? value : undefined;
}

/** The paths of all numbers in `result`, in order. Arrays are not looked into. */
export function figureNames(result: object, prefix = ''): readonly string[] {
  return Object.entries(result).flatMap(([name, value]: [string, unknown]) => {
    if (typeof value === 'number') return [`${prefix}${name}`];
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      return figureNames(value, `${prefix}${name}.`);
    }
    return [];
  });
}

/** The number at `path`, like `latency.p99`. */
export function figureOf(result: object, path: string): number | undefined {
  let value: unknown = result;
  for (const name of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
    value = (value as Readonly<Record<string, unknown>>)[name];
  }
  return typeof value === 'number' ? value : undefined;
}

function isOperator(text: string): text is keyof typeof OPERATORS {
  return Object.hasOwn(OPERATORS, text);
}
