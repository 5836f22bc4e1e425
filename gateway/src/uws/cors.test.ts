import { describe, expect, it } from 'vitest';
import { Origins } from '../identity/origins.ts';
import { corsHeaders } from './cors.ts';

const EXPOSED = { 'access-control-expose-headers': 'Retry-After, Danmaku-First, Danmaku-Offset' };

describe('Cross-origin answers (7.11)', () => {
  it('go to every origin where all are allowed, and may be cached for all', () => {
    expect(corsHeaders(new Origins(['*']), 'https://a.test')).toEqual({
      'access-control-allow-origin': '*',
      ...EXPOSED,
    });
  });

  it('go to one origin where some are allowed, and are cached for that one', () => {
    expect(corsHeaders(new Origins(['https://a.test']), 'https://a.test')).toEqual({
      'access-control-allow-origin': 'https://a.test',
      vary: 'Origin',
      ...EXPOSED,
    });
  });

  it('go to no other origin, and need none', () => {
    expect(corsHeaders(new Origins(['https://a.test']), 'https://b.test')).toEqual({});
    expect(corsHeaders(new Origins(['*']), '')).toEqual({});
  });
});
