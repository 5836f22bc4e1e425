import { describe, expect, it } from 'vitest';
import { askedRateOf } from '../../demo/panel/crowd-card.ts';
import { plainState } from '../../demo/panel/plain-state.ts';

describe('what the demo page says of its connection', () => {
  it('is that it connects, the first time', () => {
    expect(plainState({ state: 'connecting' }, 'loading')).toBe('connecting');
    expect(plainState({ state: 'joined' }, 'connecting')).toBe('joined');
  });

  it('is that it reconnects from the loss on until it has joined again, whatever happens in between', () => {
    const lost = plainState({ state: 'waiting', retryInMs: 300 }, 'joined');
    expect(lost).toBe('reconnecting');
    const trying = plainState({ state: 'connecting' }, lost);
    expect(trying).toBe('reconnecting');
    expect(plainState({ state: 'waiting', retryInMs: 900 }, trying)).toBe('reconnecting');
    expect(plainState({ state: 'joined' }, trying)).toBe('joined');
  });

  it('is that it was refused, when that is final', () => {
    expect(plainState({ state: 'stopped', code: 4403, reason: 'banned' }, 'reconnecting')).toBe('stopped');
  });
});

describe('the crowd that the query of the demo page asks for', () => {
  it('is brought into the range of the slider', () => {
    expect(askedRateOf('?crowd=12')).toBe(12);
    expect(askedRateOf('?crowd=0.01')).toBe(0.5);
    expect(askedRateOf('?crowd=1e9')).toBe(100);
  });

  it.each(['', '?crowd=', '?crowd=0', '?crowd=-3', '?crowd=many', '?crowd=Infinity', '?crowd=NaN'])(
    'is none for "%s"',
    (search) => {
      expect(askedRateOf(search)).toBeUndefined();
    },
  );
});
