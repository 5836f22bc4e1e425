import { describe, expect, it } from 'vitest';
import { checkServer } from './redis-check.ts';

const info = (fields: Record<string, string>) =>
  `# Server\r\n${Object.entries({ redis_version: '7.2.4', role: 'master', cluster_enabled: '0', ...fields })
    .map(([name, value]) => `${name}:${value}`)
    .join('\r\n')}\r\n`;

describe('What a server says about itself', () => {
  it.each([
    ['6.2.0', false],
    ['7.0.15', false],
    ['8.0.1', false],
    ['10.0', false],
    ['7.0.0', true],
  ])('version %s is new enough (cluster: %s)', (redis_version, isCluster) => {
    const cluster_enabled = isCluster ? '1' : '0';
    expect(checkServer(info({ redis_version, cluster_enabled }), { isCluster })).toBeUndefined();
  });

  it.each([
    ['6.0.16', false, 'has version 6.0.16; a gateway needs 6.2 or newer'],
    ['5.0.7', false, 'has version 5.0.7; a gateway needs 6.2 or newer'],
    ['6.2.14', true, 'has version 6.2.14; a cluster needs 7.0 or newer'],
  ])('version %s is too old (cluster: %s)', (redis_version, isCluster, sentence) => {
    const cluster_enabled = isCluster ? '1' : '0';
    expect(checkServer(info({ redis_version, cluster_enabled }), { isCluster })).toEqual({ sentence, isFinal: true });
  });

  it('takes Valkey for the Redis it is like', () => {
    expect(
      checkServer(info({ redis_version: '7.2.4', valkey_version: '8.1.0' }), { isCluster: false }),
    ).toBeUndefined();
  });

  it('finds a cluster where one server was expected, and the other way round', () => {
    expect(checkServer(info({ cluster_enabled: '1' }), { isCluster: false })).toMatchObject({ isFinal: true });
    expect(checkServer(info({}), { isCluster: true })).toMatchObject({ isFinal: true });
  });

  it('waits for one that is loading, or a replica that may become a master', () => {
    expect(checkServer(info({ loading: '1' }), { isCluster: false })).toMatchObject({ isFinal: false });
    expect(checkServer(info({ role: 'slave' }), { isCluster: false })).toMatchObject({ isFinal: false });
  });
});
