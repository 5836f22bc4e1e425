import { expect, it } from 'vitest';
import { lockProblems } from './lock-file.mjs';

it('a package is pinned by its content, whoever serves it', () => {
  const problems = lockProblems({
    '': { version: '1.0.0' },
    gateway: { version: '1.0.0' },
    'node_modules/ours': { link: true, resolved: 'gateway' },
    'node_modules/fine': { version: '1.0.0', integrity: 'sha512-a' },
    'node_modules/bare': { version: '1.0.0' },
    'gateway/node_modules/placed': {
      version: '1.0.0',
      integrity: 'sha512-a',
      resolved: 'https://mirror.example/a.tgz',
    },
  });
  expect(problems.split('\n')).toEqual([
    'node_modules/bare has no integrity',
    'gateway/node_modules/placed names where it came from (https://mirror.example/a.tgz)',
  ]);
});
