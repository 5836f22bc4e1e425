/** HAProxy with the configuration of this folder, in front of gateways that a name server of the test knows. */
import { fileURLToPath } from 'node:url';
import type { Balancer } from './balancer.contract.ts';
import { NameServer } from './name-server.ts';
import { Program, freePort } from './program.ts';

const CONFIG = fileURLToPath(new URL('../haproxy.cfg', import.meta.url));

export interface Haproxy extends Balancer {
  /** How many gateways it takes for healthy. */
  healthy(): Promise<number>;
}

/** @param env what the configuration lets an operator set; `LISTEN` is what follows the address. */
export async function startHaproxy(
  addresses: readonly string[],
  port: number,
  env: { readonly LISTEN?: string; readonly BALANCE?: string; readonly MAXCONN?: string } = {},
): Promise<Haproxy> {
  const [listenPort, statisticsPort, namesPort] = [
    await freePort('127.0.0.1'),
    await freePort('127.0.0.1'),
    await freePort('127.0.0.1'),
  ];
  const names = await NameServer.start('gateway', addresses, namesPort);
  const haproxy = new Program('haproxy', ['-db', '-f', CONFIG], {
    MAXCONN: '1000',
    ...env,
    LISTEN: `127.0.0.1:${listenPort} ${env.LISTEN ?? ''}`.trim(),
    GATEWAYS: `${names.name}:${port}`,
    DNS: `127.0.0.1:${namesPort}`,
    STATS: `127.0.0.1:${statisticsPort}`,
  });
  return {
    port: listenPort,
    use: async (now) => {
      names.addresses = now;
    },
    healthy: async () => {
      const response = await fetch(`http://127.0.0.1:${statisticsPort}/;csv`).catch(() => undefined);
      return ((await response?.text()) ?? '').match(/^gateways,gateway\d+,.*,UP,/gm)?.length ?? 0;
    },
    said: () => haproxy.output,
    stop: async () => {
      // At once: what was still open is what a test left open.
      await haproxy.stop('SIGKILL');
      await names.stop();
    },
  };
}
