import { GUEST_RIGHTS } from '@danmaku-live/protocol';
import { expect, it } from 'vitest';
import { PERMISSIONS, may, type Permission, type Standing } from './identity.ts';

const STANDINGS: readonly Standing[] = ['guest', 'member', 'paid', 'moderator', 'owner', 'server'];

/** Per standing a letter: y yes, n no; for guests one per setting of the room (post, read, none). */
const EXPECTED: Readonly<Record<Permission, string>> = {
  'read': 'yyn yyyyy',
  'post': 'ynn yyyyy',
  'moderate': 'nnn nnyyy',
  'message auth': 'yyy yyyyy',
  'message heartbeat': 'yyn yyyyy',
  'message post': 'ynn yyyyy',
  'see held comments': 'nnn nnyyy',
  'post a comment': 'ynn yyyyy',
  'list comments': 'yyn yyyyy',
  'recall a comment': 'nnn nnyyy',
  'recall comments': 'nnn nnyyy',
  'see the room': 'yyn yyyyy',
  'change settings': 'nnn nnyyy',
  'list words': 'nnn nnyyy',
  'replace words': 'nnn nnyyy',
  'list sanctions': 'nnn nnyyy',
  'sanction a user': 'nnn nnyyy',
  'lift a sanction': 'nnn nnyyy',
  'list held comments': 'nnn nnyyy',
  'publish a held comment': 'nnn nnyyy',
  'see the audit': 'nnn nnyyy',
  'ignore the rules of the room': 'nnn nnyyy',
  'sanction moderators': 'nnn nnnyy',
  'post without limit': 'nnn nnnny',
}; // prettier-ignore

it.each(Object.keys(PERMISSIONS) as Permission[])('the table of rights is this one: %s', (permission) => {
  const letter = (allowed: boolean) => (allowed ? 'y' : 'n');
  const guests = GUEST_RIGHTS.map((setting) => letter(may('guest', permission, setting))).join('');
  const others = STANDINGS.slice(1).map((standing) => {
    const cells = new Set(GUEST_RIGHTS.map((setting) => may(standing, permission, setting)));
    expect(cells.size, `${standing} does not depend on what guests may do`).toBe(1);
    return letter(cells.has(true));
  });
  expect(`${guests} ${others.join('')}`).toBe(EXPECTED[permission]);
});
