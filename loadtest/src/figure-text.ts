/** How figures are written for people, the same everywhere. */

export function integerText(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}

export function msText(value: number): string {
  if (value >= 10_000) return `${(value / 1000).toFixed(1)} s`;
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ms`;
}

/** Decimal megabytes, as networks and dashboards count them. */
export function megabytesText(bytes: number): string {
  if (Math.abs(bytes) >= 1e10) return `${(bytes / 1e9).toFixed(0)} GB`;
  return `${(bytes / 1e6).toFixed(Math.abs(bytes) < 1e7 ? 1 : 0)} MB`;
}

/** Cores as percent of one. */
export function coresText(cores: number): string {
  return `${Math.round(cores * 100)} %`;
}
