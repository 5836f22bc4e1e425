/** docker-compose.yml and the Dockerfile as an engine reads them: variables filled in, commands as lists. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));

export interface Service {
  readonly image: string;
  readonly command?: string;
  readonly user?: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly healthcheck?: { readonly test: readonly string[] };
  readonly deploy?: { readonly replicas: number };
  readonly profiles?: readonly string[];
  readonly stop_grace_period?: string;
  readonly read_only?: boolean;
  readonly cap_drop?: readonly string[];
  readonly security_opt?: readonly string[];
}

export interface ComposeFile {
  readonly services: Readonly<Record<string, Service>>;
}

/** @param variables for `${NAME}` and `${NAME:-default}`, as the shell or a file `.env` would set them. */
export function readCompose(variables: Readonly<Record<string, string>> = {}): ComposeFile {
  return fill(parse(readFileSync(`${ROOT}docker-compose.yml`, 'utf8'), { merge: true }), variables) as ComposeFile;
}

/** Every text in `value`, at any depth, with its variables filled in. */
function fill(value: unknown, variables: Readonly<Record<string, string>>): unknown {
  if (typeof value === 'string') {
    return value.replace(
      /\$\{(\w+)(?::-([^}]*))?\}/g,
      (_whole, name: string, fallback?: string) => variables[name] ?? fallback ?? '',
    );
  }
  if (Array.isArray(value)) return value.map((item) => fill(item, variables));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, fill(item, variables)]));
}

export function serviceOf(compose: ComposeFile, name: string): Service {
  const service = compose.services[name];
  if (!service) throw new Error(`docker-compose.yml has no service ${name}`);
  return service;
}

/** The words of a command as a shell splits them; quotes hold words together. */
export function words(command: string): readonly string[] {
  return [...command.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(
    ([, double, single, bare]) => double ?? single ?? bare ?? '',
  );
}

/** A list of the Dockerfile's last stage: `ENTRYPOINT ["…"]`, or the one after `HEALTHCHECK … CMD`. */
export function listOf(instruction: 'ENTRYPOINT' | 'HEALTHCHECK'): readonly string[] {
  const text = readFileSync(`${ROOT}deploy/Dockerfile`, 'utf8').replace(/\\\n/g, ' ');
  const line = text.split('\n').findLast((candidate) => candidate.startsWith(instruction)) ?? '';
  return JSON.parse(line.slice(line.indexOf('['))) as readonly string[];
}
