import { describe, expect, it } from 'vitest';
import { AUDIT_ENTRIES, auditChange, auditEntries } from './audit.ts';

const BY = { id: 'mod', name: 'Mo', role: 'moderator' } as const;

describe('The audit of a room (7.15)', () => {
  it('tells the newest act first, and forgets the oldest beyond its size', () => {
    const state = new Map<string, string>([['settings', '{}']]);
    for (let time = 1; time <= AUDIT_ENTRIES + 5; time += 1) {
      const change = auditChange(state, { time, by: BY, action: 'ban', target: `u${time}` }, `${time % 7}`);
      for (const [field, text] of Object.entries(change)) {
        if (text === null) state.delete(field);
        else state.set(field, text);
      }
    }
    const entries = auditEntries(state);
    expect(entries).toHaveLength(AUDIT_ENTRIES);
    expect(entries[0]).toEqual({
      time: AUDIT_ENTRIES + 5,
      by: BY,
      action: 'ban',
      target: `u${AUDIT_ENTRIES + 5}`,
    });
    expect(entries.at(-1)?.time).toBe(6);
    expect(state.has('settings')).toBe(true);
  });

  it('keeps two acts of one millisecond apart', () => {
    const one = auditChange(new Map(), { time: 1, by: BY, action: 'a' }, 'x');
    const other = auditChange(new Map(), { time: 1, by: BY, action: 'b' }, 'y');
    expect(auditEntries(new Map(Object.entries({ ...one, ...other }) as [string, string][]))).toHaveLength(2);
  });
});
