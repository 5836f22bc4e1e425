import { expect, it } from 'vitest';
import { NETWORKS_PER_USER, SeenNetworks } from './seen-networks.ts';

it('the last networks of the users that were seen last are remembered', () => {
  const seen = new SeenNetworks(2);
  for (let index = 0; index < NETWORKS_PER_USER + 2; index += 1) seen.add('ann', `net-${index}`);
  seen.add('ann', 'net-3');
  expect(seen.of('ann')).toEqual(['net-2', 'net-4', 'net-5', 'net-3']);
  seen.add('bob', 'net-1');
  seen.add('ann', 'net-3');
  seen.add('cyd', 'net-1');
  expect([seen.of('bob'), seen.of('cyd'), seen.of('nobody')]).toEqual([[], ['net-1'], []]);
  expect(seen.of('ann')).toHaveLength(NETWORKS_PER_USER);
});
