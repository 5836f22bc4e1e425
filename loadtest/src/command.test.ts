import { describe, expect, test } from 'vitest';
import { parseCommand, type Command, type RunCommand } from './command.ts';
import { knownFigures } from './figures.ts';
import { OPTIONS, helpText } from './options.ts';

const surroundings = { environment: {}, cores: 4, runId: '0a1b2c3d', figures: knownFigures() };

/** `line` as a shell would split it, without quotes. */
function parse(line = ''): Command {
  const parsed = parseCommand(line === '' ? [] : line.split(' '), surroundings);
  if (!parsed.ok) throw new Error(parsed.problems.join('\n'));
  return parsed.command;
}

function parseRun(line = ''): RunCommand {
  const command = parse(line);
  if (command.kind !== 'run') throw new Error(`a ${command.kind}`);
  return command;
}

function problems(line: string): readonly string[] {
  const parsed = parseCommand(line.split(' '), surroundings);
  return parsed.ok ? [] : parsed.problems;
}

describe('the command line', () => {
  test('without flags is a steady run against this machine', () => {
    const { plan, metricsUrls, thresholds, jsonFile } = parseRun();
    expect(plan).toMatchObject({
      urls: ['http://127.0.0.1:8080'],
      scenario: 'steady',
      rooms: 1,
      viewers: 1000,
      rate: 100,
      seconds: 30,
      workers: 1,
      publishing: 'guest',
      postPerSecond: 1,
      roomPrefix: 'load-0a1b2c3d-',
    });
    expect(metricsUrls).toEqual(['http://127.0.0.1:8080/metrics']);
    expect(thresholds).toEqual([]);
    expect(jsonFile).toBeUndefined();
  });

  test('takes what the contract shows', () => {
    const { plan, thresholds, jsonFile, htmlFile } = parseRun(
      '--url http://a:1/ --url wss://b/live --rooms 2 --viewers 50 --rate 7.5 --seconds=9 --scenario storm ' +
        '--json r.json --html r.html --fail-if latency.p99>250 --fail-if connections.dropped!=0',
    );
    expect(plan).toMatchObject({
      urls: ['http://a:1', 'https://b/live'],
      rooms: 2,
      viewers: 50,
      rate: 7.5,
      seconds: 9,
      scenario: 'storm',
    });
    expect(thresholds).toMatchObject([
      { figure: 'latency.p99', operator: '>', limit: 250 },
      { figure: 'connections.dropped', operator: '!=', limit: 0 },
    ]);
    expect([jsonFile, htmlFile]).toEqual(['r.json', 'r.html']);
  });

  test('has defaults that follow from the scenario, the crowd and the publishers', () => {
    expect(parseRun('--scenario soak').plan.seconds).toBe(3600);
    expect(parseRun('--scenario zipf').plan.rooms).toBe(1000);
    expect(parseRun('--scenario zipf --viewers 20').plan.rooms).toBe(20);
    expect(parseRun('--viewers 9000').plan.workers).toBe(3);
    expect(parseRun('--viewers 90000').plan.workers).toBe(3);
    expect(parseRun('--jwt-secret s --role owner').plan).toMatchObject({
      publishing: 'token',
      postPerSecond: 10,
    });
    expect(parseRun('--api-key k').plan).toMatchObject({ publishing: 'api-key', postPerSecond: 1000 });
  });

  test('keeps secrets out of the plan, and takes them from the environment too', () => {
    const environment = { LOADTEST_JWT_SECRET: 'from-env', LOADTEST_METRICS_KEY: 'metrics' };
    const parsed = parseCommand([], { ...surroundings, environment });
    if (!parsed.ok || parsed.command.kind !== 'run') throw new Error('no run');
    expect(parsed.command.secrets).toEqual({ jwtSecret: 'from-env', metricsKey: 'metrics' });
    expect(JSON.stringify(parsed.command.plan)).not.toContain('from-env');
  });

  test('finds every problem, each in one sentence', () => {
    const found = problems(
      '--viewers 0 --rate fast --seconds -1 --rooms 1.5 --scenario calm --colour red --json --html a --html b ' +
        '--insecure=yes --url ftp://x --fail-if p99>1 word',
    );
    for (const piece of [
      '--viewers must be a whole number from 1',
      '--rate must be a number from 0',
      '--seconds must be a number from 1',
      '--rooms must be a whole number',
      '--scenario must be one of steady',
      '--colour is not known',
      '--json needs a value',
      '--html is given twice',
      '--insecure takes no value',
      '--url "ftp://x"',
      'there is no figure "p99"',
      '"word" is not expected',
    ]) {
      expect(
        found.filter((problem) => problem.includes(piece)),
        piece,
      ).toHaveLength(1);
    }
    expect(found).toHaveLength(12);
  });

  test.each([
    ['--rooms 5 --viewers 4', 'no room may be empty'],
    ['--room-prefix ä', 'makes no room name'],
    ['--spike-factor 3', 'needs --scenario spike'],
    ['--rate 1000000 --seconds 60', 'more than one run can account for'],
    ['--jwt-secret a --api-key b', 'exclude each other'],
    ['--api-key a\nb', 'no header may have'],
    ['--scenario slow --viewers 10', 'too few only watch'],
    ['--gateways 2', 'belongs to "plan"'],
    ['--compare a.json', 'needs two files'],
    ['plan more', '"more" is not expected'],
  ])('refuses %s', (line, reason) => {
    expect(problems(line).join('\n')).toContain(reason);
  });

  test('knows its other commands', () => {
    expect(parse('plan --viewers 50')).toEqual({
      kind: 'estimate',
      viewers: 50,
      rooms: 1,
      rate: 100,
      gateways: undefined,
    });
    expect(parse('--compare a.json b.json --html c')).toEqual({
      kind: 'compare',
      files: ['a.json', 'b.json'],
      htmlFile: 'c',
    });
    expect(parse('--help --viewers nonsense')).toEqual({ kind: 'help' });
  });

  test('helps with every flag it knows', () => {
    for (const name of Object.keys(OPTIONS)) expect(helpText()).toContain(`--${name}`);
    expect(
      Math.max(
        ...helpText()
          .split('\n')
          .map((line) => line.length),
      ),
    ).toBeLessThan(125);
  });
});
