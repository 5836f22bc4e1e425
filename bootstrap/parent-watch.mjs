const POLL_MS = 500;

/**
 * npm hands SIGTERM to the shell it runs us in, and that shell dies without handing it on: we would stay behind. So
 * when our parent goes away under npm, we take it as a SIGTERM to ourselves.
 *
 * @param {NodeJS.ProcessEnv} [env]
 */
export function followParent(env = process.env) {
  if (env['npm_lifecycle_event'] === undefined) return;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    process.kill(process.pid, 'SIGTERM');
  }, POLL_MS);
  timer.unref();
}
