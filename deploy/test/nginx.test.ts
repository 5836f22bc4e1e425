import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeBalancer, type Balancer } from './balancer.contract.ts';
import { Program, freePort, temporaryFolder } from './program.ts';

const CONFIG = new URL('../nginx.conf', import.meta.url);

describeBalancer('nginx with deploy/nginx.conf', async (addresses, gatewayPort): Promise<Balancer> => {
  const port = await freePort('127.0.0.1');
  const folder = temporaryFolder();
  const tell = (now: readonly string[]) => {
    const servers = now.map((address) => `server ${address}:${gatewayPort} max_fails=0;\n`);
    writeFileSync(join(folder.path, 'gateways.conf'), servers.join(''));
  };
  tell(addresses);
  // Only the port is the test's own.
  const text = readFileSync(CONFIG, 'utf8').replace('listen 8080 backlog', `listen 127.0.0.1:${port} backlog`);
  writeFileSync(join(folder.path, 'nginx.conf'), text);
  const args = ['-p', folder.path, '-c', join(folder.path, 'nginx.conf')];
  const nginx = new Program('nginx', [...args, '-g', 'daemon off;']);
  return {
    port,
    use: async (now) => {
      tell(now);
      await new Program('nginx', [...args, '-s', 'reload']).exited;
    },
    said: () => nginx.output,
    stop: async () => {
      await nginx.stop('SIGTERM');
      folder.remove();
    },
  };
});
