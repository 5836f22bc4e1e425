#!/usr/bin/env node
/** The process: the only reader of its arguments, environment and signals. It is one gateway, or supervises several. */
import { fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseConfig, type Config } from './config.ts';
import { startInstance, type Instance } from './instance.ts';
import { createLog, type Log } from './log.ts';
import { Supervisor, claimPort, workerInstanceId, type SupervisorMessage } from './supervisor.ts';
import type { WorkerLine } from './worker.ts';

/** Whoever presses Ctrl-C waits in front of it. */
const INTERRUPT_DRAIN_MS = 2000;
/** Tells a process that it is one of several workers. */
const WORKER_VARIABLE = 'DANMAKU_WORKER';

const parsed = parseConfig(process.env, process.argv.slice(2));
if (parsed.kind === 'help') {
  process.stdout.write(parsed.text);
} else if (parsed.kind === 'problems') {
  process.stderr.write(`The gateway can't start:\n${parsed.problems.map((problem) => `  ${problem}\n`).join('')}`);
  process.exitCode = 2;
} else {
  const instanceId = parsed.config.INSTANCE_ID ?? randomBytes(4).toString('hex');
  const log = createLog(parsed.config.LOG_LEVEL, instanceId);
  const isWorker = process.env[WORKER_VARIABLE] !== undefined && process.connected;
  const workers = parsed.config.WORKERS === 'auto' ? availableParallelism() : parsed.config.WORKERS;
  const begin = workers > 1 && !isWorker ? supervise : serve;
  await begin(parsed.config, instanceId, log, workers).catch((error: unknown) => {
    log.fatal(error instanceof Error ? error.message : String(error));
    // Whatever is open by now, a first port or a broker, would keep a process alive that serves nobody.
    process.exit(1);
  });
}

async function supervise(config: Config, instanceId: string, log: Log, workers: number): Promise<void> {
  let supervisor: Supervisor | undefined;
  const stop = (signal: NodeJS.Signals) => (supervisor ? supervisor.stop(signal) : process.exit(0));
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  const port = await claimPort(config.HOST, config.PORT);
  const { INTERNAL_PORT } = config;
  const internalPort = INTERNAL_PORT === undefined ? undefined : await claimPort(config.HOST, INTERNAL_PORT);
  supervisor = new Supervisor({
    workers,
    log,
    fork: (index) => {
      const flags = ['--port', port, '--workers', workers, '--instance-id', workerInstanceId(instanceId, index)];
      if (internalPort !== undefined) flags.push('--internal-port', internalPort);
      return fork(fileURLToPath(import.meta.url), [...process.argv.slice(2), ...flags.map(String)], {
        env: { ...process.env, [WORKER_VARIABLE]: String(index) },
        // A terminal's Ctrl-C reaches the supervisor only: workers would take its echo for the second one.
        detached: true,
      });
    },
    onListening: () => {
      const { HOST: host, DEMO } = config;
      log.info({ host, port, internalPort, workers, broker: 'redis', demo: DEMO === '1' }, 'listening');
    },
    onEnd: (exitCode) => {
      log.info('all workers have stopped');
      process.exitCode = exitCode;
    },
  });
  supervisor.start();
}

async function serve(config: Config, instanceId: string, log: Log, workers: number): Promise<void> {
  const line = workers > 1 ? supervisorLine() : undefined;
  const cpuUsage = () => process.cpuUsage();
  const instance = await startInstance(config, { instanceId, log, workers, line, cpuUsage });
  stopOnSignal(instance, log, config.DRAIN_SECONDS * 1000);

  // Last: who reads this may connect, or send a signal, at once.
  const facts = {
    host: config.HOST,
    port: instance.port,
    internalPort: instance.internalPort,
    demo: config.DEMO === '1',
  };
  if (line) log.info({ ...facts, pid: process.pid }, 'worker listening');
  else log.info({ ...facts, broker: config.REDIS_URL.length > 0 ? 'redis' : 'embedded' }, 'listening');
  line?.send({ kind: 'listening' });
}

/** The first signal drains; the second leaves at once and says what it leaves. */
function stopOnSignal(instance: Instance, log: Log, drainMs: number): void {
  let stopping = false;
  const stop = async (signal: NodeJS.Signals) => {
    const windowMs = signal === 'SIGINT' ? Math.min(drainMs, INTERRUPT_DRAIN_MS) : drainMs;
    log.info({ signal, connections: instance.connections(), windowMs }, 'draining');
    const left = await instance.stop(windowMs);
    if (left > 0) log.warn({ left }, 'left with sockets still open');
    log.info('stopped');
    process.exitCode = left > 0 ? 1 : 0;
    // A worker would live on for its supervisor's sake.
    if (process.connected) process.disconnect();
  };
  const onSignal = (signal: NodeJS.Signals) => {
    if (stopping) {
      log.warn({ signal, left: instance.connections() }, 'leaving at once');
      process.exit(1);
    }
    stopping = true;
    stop(signal).catch((error: unknown) => {
      log.fatal({ err: error }, 'could not stop cleanly');
      process.exit(1);
    });
  };
  process.on('SIGTERM', onSignal);
  process.on('SIGINT', onSignal);
  // A worker whose supervisor is gone has nobody to answer to; on its own way out it says goodbye itself.
  process.on('disconnect', () => {
    if (!stopping) onSignal('SIGTERM');
  });
}

function supervisorLine(): WorkerLine {
  return {
    send(message) {
      if (process.connected) process.send?.(message);
    },
    onMessage(listener) {
      process.on('message', (message) => listener(message as SupervisorMessage));
    },
  };
}
