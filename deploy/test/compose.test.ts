/**
 * docker-compose.yml without Docker: its commands, environment, health checks and mounted files as plain processes.
 * What Docker would give is given here: addresses, names, and the folders that volumes stand for.
 */
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { parseConfig } from '../../gateway/src/config.ts';
import { join } from '../../gateway/test/client.ts';
import { ROOT, listOf, readCompose, serviceOf, words } from './compose-file.ts';
import { answering } from './deployment.ts';
import { NameServer } from './name-server.ts';
import { Program, freePort, temporaryFolder } from './program.ts';

const compose = readCompose({ MAXCONN: '1000', DRAIN_SECONDS: '1' });
const HEALTHY_WITHIN = { timeout: 30_000, interval: 100 };

/** `text` with what stands for something of Docker's replaced by what is here. */
function translate(text: string, here: Readonly<Record<string, string>>): string {
  return Object.entries(here).reduce((translated, [docker, ours]) => translated.replaceAll(docker, ours), text);
}

function translateAll(list: readonly string[], here: Readonly<Record<string, string>>): readonly string[] {
  return list.map((text) => translate(text, here));
}

function start(command: readonly string[], env: Readonly<Record<string, string>> = {}): Program {
  const [program = '', ...args] = command;
  return new Program(program === 'node' ? process.execPath : program, args, env);
}

/** Resolves when a health check passes. */
async function healthy(
  command: readonly string[],
  what: Program,
  env: Readonly<Record<string, string>> = {},
): Promise<void> {
  const check = async () => {
    const probe = start(command, env);
    if ((await probe.exited) !== 0) throw new Error(`not healthy: ${probe.output}\n${what.output}`);
  };
  await vi.waitFor(check, HEALTHY_WITHIN);
}

describe('docker-compose.yml', () => {
  const addresses = ['127.0.0.2', '127.0.0.3'] as const;
  const folder = temporaryFolder();
  const programs: Program[] = [];
  let names: NameServer | undefined;
  let entrance = { address: '127.0.0.1', port: 0 };
  let gateways: readonly Program[] = [];

  function run(command: readonly string[], env: Readonly<Record<string, string>> = {}): Program {
    const program = start(command, env);
    programs.push(program);
    return program;
  }

  async function runRedis(port: number): Promise<void> {
    const { command = '', healthcheck } = serviceOf(compose, 'redis');
    const here = { '0.0.0.0': '127.0.0.1', '/data': folder.path };
    const redis = run([...translateAll(words(command), here), '--port', `${port}`]);
    const [, client = '', ...args] = healthcheck?.test ?? [];
    await healthy([client, '-p', `${port}`, ...args], redis);
  }

  async function runGateway(address: string, redisPort: number, port: number, internalPort: number): Promise<Program> {
    const { environment = {} } = serviceOf(compose, 'gateway');
    const here = { 'redis:6379': `127.0.0.1:${redisPort}`, '172.16.0.0/12': '127.0.0.0/8', '9090': `${internalPort}` };
    const env = Object.fromEntries(Object.entries(environment).map(([name, text]) => [name, translate(text, here)]));
    const own = { PORT: `${port}`, HOST: address, INSTANCE_ID: address };
    const gateway = run(translateAll(listOf('ENTRYPOINT'), { 'gateway/': `${ROOT}gateway/` }), { ...env, ...own });
    await healthy(translateAll(listOf('HEALTHCHECK'), { '127.0.0.1': address }), gateway, own);
    return gateway;
  }

  async function runHaproxy(port: number, gatewayPort: number): Promise<void> {
    const { environment = {}, volumes = [], healthcheck } = serviceOf(compose, 'haproxy');
    const [namesPort, statisticsPort] = [await freePort('127.0.0.1'), await freePort('127.0.0.1')];
    names = await NameServer.start('gateway', addresses, namesPort);
    const [mounted = '', where = ''] = volumes[0]?.split(':') ?? [];
    // What the image runs by itself.
    const command = translateAll(['haproxy', '-f', '/usr/local/etc/haproxy/haproxy.cfg'], {
      [where]: `${ROOT}${mounted}`,
    });
    const here = { ':8080': `127.0.0.1:${port}`, ':8404': `127.0.0.1:${statisticsPort}` };
    const env = Object.fromEntries(Object.entries(environment).map(([name, text]) => [name, translate(text, here)]));
    const docker = { DNS: `127.0.0.1:${namesPort}`, GATEWAYS: `gateway:${gatewayPort}` };
    const haproxy = run(command, { ...env, ...docker });
    await healthy(translateAll(healthcheck?.test.slice(1) ?? [], { '/8080': `/${port}` }), haproxy);
  }

  beforeAll(async () => {
    const [redisPort, port, gatewayPort, internalPort] = [
      await freePort('127.0.0.1'),
      await freePort('127.0.0.1'),
      await freePort(...addresses),
      await freePort(...addresses),
    ];
    entrance = { address: '127.0.0.1', port };
    await runRedis(redisPort);
    gateways = await Promise.all(addresses.map((address) => runGateway(address, redisPort, gatewayPort, internalPort)));
    await runHaproxy(port, gatewayPort);
  });
  afterAll(async () => {
    await Promise.all(programs.map((program) => program.stop('SIGKILL')));
    await names?.stop();
    folder.remove();
  });

  it('starts as many gateways as here, and each answers through HAProxy', async () => {
    expect(serviceOf(compose, 'gateway').deploy?.replicas).toBe(addresses.length);
    const heard = new Set<string | undefined>();
    await expect.poll(async () => heard.add(await answering(entrance))).toEqual(new Set(addresses));
  });

  it('brings a comment from one gateway to the viewers of the other', async () => {
    const [viewer, other] = [await join(entrance, 'lobby'), await join(entrance, 'lobby')];
    await viewer.post({ ref: '1', text: '前方高能' });
    expect(await other.sees('前方高能')).toMatchObject({ text: '前方高能' });
    await Promise.all([viewer.close(), other.close()]);
  });

  it('shows the demo page', async () => {
    const response = await fetch(`http://127.0.0.1:${entrance.port}/`);
    expect(response.status).toBe(200);
    expect(await response.text()).toMatch(/^<!doctype html>[^]*Danmaku Live/i);
  });

  it('stops gateways without force', async () => {
    expect(await Promise.all(gateways.map((gateway) => gateway.stop('SIGTERM')))).toEqual([0, 0]);
  });
});

describe('The services of docker-compose.yml', () => {
  const defaults = readCompose();

  it.each(Object.entries(defaults.services))('give %s no more than it needs', (_name, service) => {
    expect(service).toMatchObject({ read_only: true, cap_drop: ['ALL'], security_opt: ['no-new-privileges:true'] });
    expect(service.healthcheck ?? listOf('HEALTHCHECK')).toBeTruthy();
  });

  it('publish nothing but the entrance beyond this machine', () => {
    const ports = Object.values(defaults.services).flatMap((service) => service.ports ?? []);
    expect(ports.filter((port) => !port.startsWith('127.0.0.1:'))).toEqual(['8080:8080']);
  });

  it('let gateways finish draining', () => {
    const { environment = {}, stop_grace_period: grace = '' } = serviceOf(defaults, 'gateway');
    expect(Number.parseInt(grace, 10)).toBeGreaterThan(Number(environment['DRAIN_SECONDS']) + 5);
  });

  it('give gateways settings they understand', () => {
    const { environment = {} } = serviceOf(defaults, 'gateway');
    const parsed = parseConfig(
      {},
      Object.entries(environment).flatMap(([name, text]) => [`--${name.toLowerCase().replaceAll('_', '-')}`, text]),
    );
    expect(parsed).toMatchObject({ kind: 'config', config: { DEMO: '1', DRAIN_SECONDS: 20 } });
  });
});
