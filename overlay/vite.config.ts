/** The demo pages: built into dist/demo, and served with live reload by `vite` in development. */
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defaultClientConditions, defineConfig, type Plugin } from 'vite';

const root = fileURLToPath(new URL('demo', import.meta.url));
const gateway = process.env['GATEWAY_URL'] ?? 'http://127.0.0.1:8080';

export default defineConfig({
  root,
  base: '/',
  resolve: { conditions: ['source', ...defaultClientConditions] },
  plugins: [embedIsNotAPart(), embedFromSource(), gatewayAddresses()],
  build: {
    target: 'es2022',
    outDir: '../dist/demo',
    emptyOutDir: true,
    reportCompressedSize: false,
    // The gateway's pages allow no `data:` script or style, and nothing inline.
    assetsInlineLimit: 0,
    modulePreload: false,
    rolldownOptions: {
      input: readdirSync(root)
        .filter((name) => name.endsWith('.html'))
        .map((name) => `${root}/${name}`),
    },
  },
  server: {
    host: '127.0.0.1',
    proxy: { '/v1': { target: gateway, ws: true }, '/healthz': gateway, '/openapi.json': gateway },
  },
});

const EMBED_SCRIPT = /<script([^>]*\ssrc="\/embed\.js"[^>]*)><\/script>/;

/** `/embed.js` is a file of the gateway's own, as on any page, and not a part of these. */
function embedIsNotAPart(): Plugin {
  return {
    name: 'embed-is-not-a-part',
    apply: 'build',
    transformIndexHtml: {
      order: 'pre',
      handler: (html) => html.replace(EMBED_SCRIPT, '<script vite-ignore$1></script>'),
    },
  };
}

/** In development it is the overlay's source, so that a change of it shows at once. */
function embedFromSource(): Plugin {
  const source = fileURLToPath(new URL('src/embed-dev.ts', import.meta.url));
  return {
    name: 'embed-from-source',
    apply: 'serve',
    transformIndexHtml: {
      order: 'pre',
      handler: (html) => html.replace(EMBED_SCRIPT, `<script type="module" src="/@fs${source}"></script>`),
    },
  };
}

/** In development pages are found where the gateway serves them, and so is the module that they load by its address. */
function gatewayAddresses(): Plugin {
  const source = fileURLToPath(new URL('src/index.ts', import.meta.url));
  return {
    name: 'gateway-addresses',
    apply: 'serve',
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        const { url = '' } = request;
        if (url.startsWith('/overlay.js')) response.writeHead(302, { location: `/@fs${source}` }).end();
        else {
          request.url = url.replace(/^\/(embed|moderate)\/[^/?]+|^\/(builder)(?=$|\?)/, '/$1$2.html');
          next();
        }
      });
    },
  };
}
