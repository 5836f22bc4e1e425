/** Files that only other programs read: what they name must be what gateways have. */
import { readFileSync, readdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { parseConfig } from '../../gateway/src/config.ts';
import { startGateway, type Gateway } from '../../gateway/test/harness.ts';
import { ROOT, readCompose, serviceOf } from './compose-file.ts';

interface Deployment {
  readonly spec: {
    readonly selector: { readonly matchLabels: Labels };
    readonly template: {
      readonly metadata: { readonly labels: Labels };
      readonly spec: {
        readonly terminationGracePeriodSeconds: number;
        readonly containers: readonly [Container];
      };
    };
  };
}
interface Container {
  readonly image: string;
  readonly env: readonly { readonly name: string; readonly value?: string }[];
  readonly ports: readonly { readonly name: string; readonly containerPort: number }[];
  readonly lifecycle: { readonly preStop: { readonly exec: { readonly command: readonly string[] } } };
}
type Labels = Readonly<Record<string, string>>;

function read(path: string): unknown {
  return parse(readFileSync(`${ROOT}deploy/${path}`, 'utf8'));
}

describe('The Kubernetes manifests', () => {
  const { spec } = read('kubernetes/gateway.yaml') as Deployment;
  const pod = spec.template.spec;
  const [container] = pod.containers;
  const flags = container.env.flatMap(({ name, value = 'from-elsewhere' }) => [
    `--${name.toLowerCase().replaceAll('_', '-')}`,
    value,
  ]);
  const parsed = parseConfig({}, flags);

  it('give gateways settings they understand', () => {
    expect(parsed).toMatchObject({ kind: 'config', config: { DRAIN_SECONDS: 20 } });
  });

  it('name the ports gateways listen on', () => {
    if (parsed.kind !== 'config') throw new Error('see above');
    const { PORT, INTERNAL_PORT } = parsed.config;
    expect(container.ports).toEqual([
      { name: 'http', containerPort: PORT },
      { name: 'internal', containerPort: INTERNAL_PORT },
    ]);
  });

  it('let gateways finish draining', () => {
    if (parsed.kind !== 'config') throw new Error('see above');
    const beforeSeconds = Number(container.lifecycle.preStop.exec.command[1]);
    expect(pod.terminationGracePeriodSeconds).toBeGreaterThan(beforeSeconds + parsed.config.DRAIN_SECONDS + 5);
  });

  it('speak of the same pods everywhere', () => {
    const labels = { 'app.kubernetes.io/name': 'danmaku-gateway' };
    expect(spec.template.metadata.labels).toMatchObject(labels);
    expect(spec.selector.matchLabels).toEqual(labels);
    expect(read('kubernetes/service.yaml')).toMatchObject({ spec: { selector: labels } });
    expect(read('kubernetes/disruption.yaml')).toMatchObject({ spec: { selector: { matchLabels: labels } } });
    expect(read('kubernetes/network.yaml')).toMatchObject({ spec: { podSelector: { matchLabels: labels } } });
    expect(read('kubernetes/autoscaler.yaml')).toMatchObject({
      spec: { scaleTargetRef: { kind: 'Deployment', name: 'danmaku-gateway' } },
    });
  });

  it('are all applied together', () => {
    const files = readdirSync(`${ROOT}deploy/kubernetes`).filter((name) => name.endsWith('.yaml'));
    const { resources } = read('kubernetes/kustomization.yaml') as { resources: string[] };
    expect([...resources, 'kustomization.yaml'].toSorted()).toEqual(files.toSorted());
  });
});

describe('Monitoring', () => {
  let gateway: Gateway;
  let metrics = '';

  beforeAll(async () => {
    gateway = await startGateway();
    metrics = await (await fetch(`http://127.0.0.1:${gateway.port}/metrics`)).text();
  });
  afterAll(() => gateway?.stop());

  it('asks only for metrics that gateways have', () => {
    const known = new Set([...metrics.matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name));
    const dashboard = readFileSync(`${ROOT}deploy/grafana/danmaku-live.json`, 'utf8');
    const asked = [...dashboard.matchAll(/\b(danmaku|nodejs|process)_[a-z0-9_]+/g)].map(([name]) => name);
    expect(asked.length).toBeGreaterThan(15);
    expect(asked.filter((name) => !known.has(name))).toEqual([]);
  });

  it('scrapes gateways where docker-compose.yml has their internal port', () => {
    const { environment = {} } = serviceOf(readCompose(), 'gateway');
    const { scrape_configs: jobs } = read('prometheus.yml') as {
      scrape_configs: { dns_sd_configs?: { port: number }[] }[];
    };
    expect(jobs[0]?.dns_sd_configs?.[0]?.port).toBe(Number(environment['INTERNAL_PORT']));
  });

  it('scales on a metric that gateways have', () => {
    const { spec } = read('kubernetes/autoscaler.yaml') as {
      spec: { metrics: { pods?: { metric: { name: string } } }[] };
    };
    const names = spec.metrics.flatMap(({ pods }) => pods?.metric.name ?? []);
    expect(names).toEqual(['danmaku_connections']);
    expect(metrics).toContain('# TYPE danmaku_connections gauge');
  });
});
