import { expect, it } from 'vitest';
import { errorFacts } from './error-facts.ts';

const SAID = 'what somebody said';

it('tells the kind, the message, the code and where it was', () => {
  const facts = errorFacts(Object.assign(new TypeError('x is undefined'), { code: 'E_X' }));
  expect(facts).toMatchObject({ type: 'TypeError', message: 'x is undefined', code: 'E_X' });
  expect(facts.stack).toMatch(/^ {4}at .*error-facts\.test\.ts/);
});

it.each([
  ['a command that hangs on it', Object.assign(new Error('WRONGTYPE'), { command: { name: 'evalsha', args: [SAID] } })],
  ['the cause', new Error('away', { cause: new Error(SAID) })],
  ['arguments in the message', new Error(`ERR unknown command 'EVALSHA', with args beginning with: 'a' '${SAID}'`)],
  ['lines of the message', new Error(`first\nERR unknown, with args beginning with: '${SAID}\n    at ${SAID}'`)],
  ['what is no error', SAID],
  ['an object', { said: SAID }],
])('tells nothing of %s', (_what, error) => {
  expect(JSON.stringify(errorFacts(error))).not.toContain('somebody');
});

it('tells nothing of what a parser quotes, and bounds what is left', () => {
  for (const source of [SAID, `{"text":"${SAID}`, `{"text":"${SAID}"} and more`]) {
    let thrown: unknown;
    try {
      JSON.parse(source);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(SyntaxError);
    expect(JSON.stringify(errorFacts(thrown))).not.toContain('somebody');
  }
  expect(errorFacts(new Error('x'.repeat(10_000))).message).toHaveLength(300);
});
