import { describe, expect, it } from 'vitest';
import { reasonOf, troubleOf, type Trouble } from './redis-trouble.ts';

function reply(message: string): Error {
  return Object.assign(new Error(message), { name: 'ReplyError' });
}

const SCRIPT = 'script: b6a82226d290a4a6667cee7b88a2e16416af4086, on @user_script:1.';

describe('What an error of Redis means', () => {
  it.each<[Trouble, Error]>([
    ['away', new Error('connect ECONNREFUSED 127.0.0.1:6379')],
    ['away', new Error('Command timed out')],
    ['away', reply("READONLY You can't write against a read only replica. " + SCRIPT)],
    ['away', reply('LOADING Redis is loading the dataset in memory')],
    ['away', reply("OOM command not allowed when used memory > 'maxmemory'. " + SCRIPT)],
    ['away', reply('MISCONF Redis is configured to save RDB snapshots, but it is unable to persist to disk.')],
    ['away', reply("ERR Error running script (call to f_b6a8): @user_script:1: -READONLY You can't write")],
    ['away', reply('CLUSTERDOWN The cluster is down')],
    ['moved', reply('MOVED 3999 127.0.0.1:6381')],
    ['moved', reply('TRYAGAIN Multiple keys request during rehashing of slot')],
    ['refused', reply('WRONGPASS invalid username-password pair or user is disabled.')],
    ['refused', reply('NOAUTH Authentication required.')],
    ['refused', reply("NOPERM this user has no permissions to run the 'evalsha' command")],
    ['refused', reply(`ERR The user executing the script can't publish to the channel mentioned ${SCRIPT}`)],
    [
      'refused',
      reply(`ERR ACL failure in script: User silent has no permissions to run the 'publish' command ${SCRIPT}`),
    ],
    ['bug', new TypeError('x is undefined')],
    ['bug', reply(`ERR user_script:1: Script attempted to access nonexistent global variable 'foo' ${SCRIPT}`)],
  ])('%s: %s', (expected, error) => {
    expect(troubleOf(error)).toBe(expected);
  });

  it('is told in one line, without the script', () => {
    expect(reasonOf(reply(`OOM command not allowed. ${SCRIPT}\nmore`))).toBe('OOM command not allowed.');
  });
});
