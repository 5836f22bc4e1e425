/** The pages that are measured: one for each system, each with only its own scripts, served from memory. */
import { createReadStream, existsSync } from 'node:fs';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, defaultClientConditions } from 'vite';
import type { Plugin } from 'vite';
import { openRoom } from './room.ts';

const PAGE = fileURLToPath(new URL('../page/', import.meta.url));
const DIST = fileURLToPath(new URL('../../dist/', import.meta.url));

const STYLE =
  'html,body{margin:0;height:100%;background:#223;overflow:hidden}' +
  '#stage{position:absolute;left:0;top:0;width:1280px;height:720px;overflow:hidden}';

/** @param systems names of files in `page/systems`. */
export async function startSite(systems: readonly string[]): Promise<{ url: string; stop(): void }> {
  const scripts = await bundle(systems);
  const server = createServer((request, response) => {
    const path = (request.url ?? '/').replace(/\?.*/, '');
    const script = scripts.get(path.slice(1));
    const built = `${DIST}${basename(path)}`;
    if (script !== undefined) {
      response.writeHead(200, { 'content-type': 'text/javascript; charset=utf-8' }).end(script);
    } else if (path.startsWith('/dist/') && existsSync(built)) {
      response.writeHead(200, { 'content-type': 'text/javascript; charset=utf-8' });
      createReadStream(built).pipe(response);
    } else if (path.startsWith('/on/')) {
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(pageOf(basename(path)));
    } else response.writeHead(404).end();
  });
  openRoom(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: addressOf(server), stop: () => server.close().closeAllConnections() };
}

function pageOf(system: string): string {
  return (
    `<!doctype html><html lang="en"><meta charset="utf-8"><title>${system}</title><style>${STYLE}</style>` +
    `<div id="stage"></div><script type="module" src="/${system}.js"></script></html>`
  );
}

function addressOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function bundle(systems: readonly string[]): Promise<Map<string, string>> {
  const built = await build({
    configFile: false,
    root: PAGE,
    logLevel: 'error',
    resolve: { conditions: ['source', ...defaultClientConditions] },
    define: { 'process.env.NODE_ENV': '"production"' },
    plugins: [entries()],
    build: {
      write: false,
      target: 'es2022',
      // A profile shall name functions as they are called.
      minify: false,
      modulePreload: false,
      reportCompressedSize: false,
      rolldownOptions: {
        input: Object.fromEntries(systems.map((name) => [name, `entry:${name}`])),
        output: { entryFileNames: '[name].js', chunkFileNames: 'chunk-[hash].js' },
      },
    },
  });
  const scripts = new Map<string, string>();
  for (const { output } of [built].flat() as { output: { type: string; fileName: string; code?: string }[] }[]) {
    for (const { fileName, code } of output) if (code !== undefined) scripts.set(fileName, code);
  }
  return scripts;
}

/** A script that starts one system and puts the rig on the page as `rig`. */
function entries(): Plugin {
  const mark = '\0entry:';
  return {
    name: 'entries',
    resolveId: (id) => (id.startsWith('entry:') ? `\0${id}` : null),
    load(id) {
      if (!id.startsWith(mark)) return null;
      const system = JSON.stringify(`${PAGE}systems/${id.slice(mark.length)}.ts`);
      const rig = JSON.stringify(`${PAGE}rig.ts`);
      return (
        `import { start } from ${system};\nimport { Rig } from ${rig};\n` +
        `Rig.start(start).then((rig) => { globalThis.rig = rig; }, (error) => { globalThis.broken = String(error); });\n`
      );
    },
  };
}
