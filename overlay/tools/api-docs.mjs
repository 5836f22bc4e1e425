/**
 * Writes docs/api.md from the TSDoc of what `src/index.ts` exports; with `--check` it only says whether that is stale.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseSync } from 'oxc-parser';
import { format, resolveConfig } from 'prettier';

const SOURCES = fileURLToPath(new URL('../src/', import.meta.url));
const TARGET = fileURLToPath(new URL('../../docs/api.md', import.meta.url));
/** What readers look for first; the rest follows in the order of the exports. */
const FIRST = ['createOverlay', 'Overlay', 'OverlayOptions', 'OverlaySettings', 'DEFAULT_SETTINGS', 'OverlayEvents'];

const HEAD = `<!-- Written by overlay/tools/api-docs.mjs from the sources' own comments. -->

# The overlay's API

What \`@danmaku-live/overlay\` (\`overlay.js\`) exports. As a classic script (\`embed.js\`) the values are members of the global
\`Danmaku\`. The elements and how it all fits together: [overlay/README.md](../overlay/README.md).

`;

/**
 * @typedef {{ type: string, start: number, end: number, [key: string]: unknown }} Node a node of the syntax tree.
 * @typedef {object} Source
 * @property {string} text
 * @property {readonly Node[]} body
 * @property {readonly { type: string, value: string, end: number }[]} comments
 * @property {ReturnType<typeof parseSync>['module']} module
 * @property {string} path
 */

/** @param {string} path @returns {Source} */
function readSource(path) {
  const text = readFileSync(path, 'utf8');
  const { program, comments, module, errors } = parseSync(path, text);
  if (errors.length > 0) throw new Error(`${path}: ${errors[0]?.message}`);
  return { text, body: /** @type {Node[]} */ (/** @type {unknown} */ (program.body)), comments, module, path };
}

/**
 * The declaration of an exported name and its file; re-exports are followed.
 *
 * @param {Source} source @param {string} name @returns {{ source: Source, node: Node } | undefined}
 */
function declarationOf(source, name) {
  for (const node of source.body) {
    const declared = /** @type {Node | null | undefined} */ (node['declaration']);
    if (node.type === 'ExportNamedDeclaration' && declared && nameOf(declared) === name) return { source, node };
  }
  const entry = source.module.staticExports
    .flatMap(({ entries }) => entries)
    .find(({ exportName, moduleRequest }) => exportName.name === name && moduleRequest?.value.startsWith('.'));
  if (!entry?.moduleRequest) return undefined;
  const path = join(dirname(source.path), entry.moduleRequest.value);
  return declarationOf(readSource(path), entry.importName.name ?? name);
}

/** @param {Node} declared */
function nameOf(declared) {
  const list = /** @type {Node[] | undefined} */ (declared['declarations']);
  const id = /** @type {{ name?: string } | undefined} */ ((list?.[0] ?? declared)['id']);
  return id?.name;
}

/**
 * The TSDoc right before a node, without its stars. `See {@link name}.` stands for that of an imported name.
 *
 * @param {Source} source @param {Node} node @returns {string}
 */
function docOf(source, node) {
  const comment = source.comments.findLast(
    ({ type, value, end }) =>
      type === 'Block' &&
      value.startsWith('*') &&
      end <= node.start &&
      source.text.slice(end, node.start).trim() === '',
  );
  const doc = (comment?.value.slice(1) ?? '').replaceAll(/^\s*\* ?/gm, '').trim();
  const other = /^See \{@link (\w+)\}\.$/.exec(doc)?.[1];
  if (other === undefined) return doc;
  for (const { moduleRequest, entries } of source.module.staticImports) {
    const entry = entries.find(({ localName }) => localName.value === other);
    const found =
      entry &&
      declarationOf(readSource(join(dirname(source.path), moduleRequest.value)), entry.importName.name ?? other);
    if (found) return docOf(found.source, found.node);
  }
  throw new Error(`${source.path}: ${doc} names nothing that is imported.`);
}

/** A TSDoc as Markdown. @param {string} doc */
function prose(doc) {
  const [text = '', ...tags] = doc.replaceAll(/\{@link ([\w.]+)\}/g, '`$1`').split(/^@(?=\w)/m);
  const parts = [text.trim()];
  for (const tag of tags) {
    const [, name = '', rest = ''] = /^(\w+)\s*([\s\S]*)$/.exec(tag) ?? [];
    if (name === 'example') parts.push(`\`\`\`ts\n${rest.trim()}\n\`\`\``);
    else if (name === 'param') parts.push(`- ${rest.trim().replace(/^(\w+)/, '`$1`:')}`);
    else parts.push(`${name[0]?.toUpperCase()}${name.slice(1)}: ${rest.trim()}`);
  }
  return parts.filter(Boolean).join('\n\n');
}

/** Members that a reader may use, each a line. @param {Source} source @param {readonly Node[]} members */
function memberList(source, members) {
  return members
    .filter(({ type }) => type !== 'MethodDefinition')
    .map((member) => {
      const signature = source.text
        .slice(member.start, member.end)
        .replace(/[;,]$/, '')
        .replaceAll(/\breadonly (?=\w+\??:)/g, '')
        .replaceAll(/\/\*\*[\s\S]*?\*\//g, '')
        .replaceAll(/\s+/g, ' ');
      const doc = prose(docOf(source, member)).replaceAll(/\s+/g, ' ');
      return `- \`${signature}\`${doc === '' ? '' : `: ${doc}`}`;
    })
    .join('\n');
}

/** @param {Source} source @param {Node} node */
function section(source, node) {
  const declared = /** @type {Node} */ (node['declaration']);
  const name = nameOf(declared) ?? '';
  const body = /** @type {Node | null} */ (declared['body'] ?? null);
  const code = (/** @type {number} */ end) => `\`\`\`ts\n${source.text.slice(declared.start, end).trim()}\n\`\`\``;
  const parts = [`## ${name}`, prose(docOf(source, node))];
  if (declared.type === 'TSInterfaceDeclaration' || declared.type === 'ClassDeclaration') {
    const head = source.text.slice(declared.start, body?.start).trim();
    if (/ extends | implements /.test(head)) parts.push(`\`${head}\``);
    parts.push(memberList(source, /** @type {Node[]} */ (body?.['body'] ?? [])));
  } else if (declared.type === 'FunctionDeclaration') parts.push(code(body?.start ?? declared.end));
  else parts.push(code(declared.end));
  return parts.filter(Boolean).join('\n\n');
}

async function render() {
  const index = readSource(join(SOURCES, 'index.ts'));
  const names = index.module.staticExports.flatMap(({ entries }) =>
    entries.map(({ exportName }) => exportName.name ?? ''),
  );
  const order = [...FIRST, ...names.filter((name) => !FIRST.includes(name))];
  const sections = order.map((name) => {
    const found = declarationOf(index, name);
    if (!found) throw new Error(`index.ts exports no ${name} that can be found.`);
    return section(found.source, found.node);
  });
  const text = `${HEAD}${sections.join('\n\n')}\n`;
  return format(text, { ...(await resolveConfig(TARGET)), filepath: TARGET });
}

const text = await render();
if (!process.argv.includes('--check')) writeFileSync(TARGET, text);
else if (text !== readOld()) {
  console.log('docs/api.md is not what the sources say: run `node overlay/tools/api-docs.mjs` and commit it.');
  process.exitCode = 1;
}

function readOld() {
  try {
    return readFileSync(TARGET, 'utf8');
  } catch {
    return '';
  }
}
