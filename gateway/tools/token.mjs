/** `npm run token`: makes user tokens for trying things out. Real ones are made by the site that knows its users. */
import { createHmac, createPrivateKey, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

const ROLES = ['guest', 'member', 'paid', 'moderator', 'owner'];
const HELP = `Makes a user token and prints it.

  npm run token -- --secret SECRET --sub ID [--name NAME] [--role ROLE] [--room ROOM]... [--seconds N]

  --secret SECRET   the gateway's JWT_SECRET (HS256); the variable JWT_SECRET does as well, and stays out of the list
                    of processes
  --key FILE        instead: a private key (PEM) whose public half the gateway knows (RS256, ES256 or EdDSA)
  --kid ID          which key of a key set it is
  --sub ID          the user's id
  --name NAME       default: the id
  --role ROLE       ${ROLES.join(', ')}; default member
  --room ROOM       where it is good; may be repeated; default: every room
  --seconds N       how long it is good, default 3600
`;

/** @typedef {{ alg: string, sign: (text: string) => Buffer }} Signer */

try {
  process.exitCode = run(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
}

/** @param {string[]} args */
function run(args) {
  const text = /** @type {const} */ ({ type: 'string' });
  const { values } = parseArgs({
    args,
    options: {
      secret: text,
      key: text,
      kid: text,
      sub: text,
      name: text,
      role: { type: 'string', default: 'member' },
      room: { type: 'string', multiple: true },
      seconds: { type: 'string', default: '3600' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  const { sub, name, role, room, seconds, kid } = values;
  if (values.help) {
    process.stdout.write(HELP);
    return 0;
  }
  if (!sub || sub.length > 64) throw new Error('--sub: say whose token it is, in 1 to 64 characters; see --help');
  if (!ROLES.includes(role)) throw new Error(`--role: must be one of ${ROLES.join(', ')}`);
  if (!/^[1-9]\d{0,9}$/.test(seconds)) throw new Error('--seconds: must be a whole number from 1');
  const signer = values.key === undefined ? bySecret(values.secret ?? process.env['JWT_SECRET']) : byKey(values.key);
  const nowSeconds = Math.floor(Date.now() / 1000);
  const claims = {
    sub,
    ...(name !== undefined && { name }),
    role,
    room: room === undefined ? '*' : room.length === 1 ? room[0] : room,
    iat: nowSeconds,
    exp: nowSeconds + Number(seconds),
  };
  const header = { alg: signer.alg, typ: 'JWT', ...(kid !== undefined && { kid }) };
  const signed = `${encode(header)}.${encode(claims)}`;
  process.stdout.write(`${signed}.${signer.sign(signed).toString('base64url')}\n`);
  return 0;
}

/**
 * @param {string | undefined} secret
 * @returns {Signer}
 */
function bySecret(secret) {
  if (!secret) throw new Error('--secret: give the gateway’s JWT_SECRET, or a private key with --key; see --help');
  if (secret.length < 32) throw new Error('--secret: a gateway takes no secret of fewer than 32 characters');
  return { alg: 'HS256', sign: (text) => createHmac('sha256', secret).update(text).digest() };
}

/**
 * @param {string} file
 * @returns {Signer}
 */
function byKey(file) {
  const key = createPrivateKey(readFileSync(file));
  switch (key.asymmetricKeyType) {
    case 'rsa':
      return { alg: 'RS256', sign: (text) => sign('sha256', Buffer.from(text), key) };
    case 'ec':
      return { alg: 'ES256', sign: (text) => sign('sha256', Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' }) };
    case 'ed25519':
      return { alg: 'EdDSA', sign: (text) => sign(null, Buffer.from(text), key) };
    default:
      throw new Error('--key: must be an RSA, P-256 or Ed25519 key');
  }
}

/** @param {unknown} value */
function encode(value) {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
