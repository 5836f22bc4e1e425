/** Takes out of uWebSockets.js what this very Node on this machine does not load: binaries of others, sources, docs. */
import { readdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = join(fileURLToPath(new URL('../node_modules', import.meta.url)), 'uWebSockets.js');
const binary = `uws_${process.platform}_${process.arch}_${process.versions.modules}.node`;
const kept = new Set(['uws.js', 'ESM_wrapper.mjs', 'index.d.ts', 'package.json', 'LICENSE', binary]);

const names = readdirSync(folder);
if (!names.includes(binary)) throw new Error(`uWebSockets.js has no ${binary}: take an image with Node 20, 22 or 24.`);
for (const name of names) if (!kept.has(name)) rmSync(join(folder, name), { recursive: true });

// It must load here: a C library that is too old shows now and not in production.
createRequire(import.meta.url)(join(folder, 'uws.js'));
console.log(`kept ${binary}`);
