/** Starts the worker's script from beside this one, also where that is another origin, and under Trusted Types. */

/** A page with Trusted Types allows it by `trusted-types danmaku-live`. */
const POLICY = 'danmaku-live';

interface TrustedTypes {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): { createScriptURL(url: string): string };
}

/** Where the script of worker and page is: a file beside this one, or its source in development. */
export function paintingAddress(): string {
  const { url } = import.meta;
  return new URL(url.includes('/src/stage/') ? '../painting.ts' : 'stage-worker.js', url).href;
}

/** Throws where the page's policy forbids it. */
export function startWorker(): Worker {
  const address = paintingAddress();
  if (new URL(address).origin === location.origin) return new Worker(trusted(address), { type: 'module' });
  // A worker's script must come from the page's own origin; what that imports may come from anywhere.
  const blob = new Blob([`import ${JSON.stringify(address)}`], { type: 'text/javascript' });
  const local = URL.createObjectURL(blob);
  try {
    return new Worker(trusted(local), { type: 'module' });
  } finally {
    // The worker has it by then.
    setTimeout(() => URL.revokeObjectURL(local), 30_000);
  }
}

let policy: ReturnType<TrustedTypes['createPolicy']> | undefined;
let allowed = '';

/** Trusts this one address and no other. */
function trusted(address: string): string {
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes };
  if (trustedTypes === undefined) return address;
  policy ??= trustedTypes.createPolicy(POLICY, {
    createScriptURL(url) {
      if (url !== allowed) throw new TypeError('Not a script of the overlay.');
      return url;
    },
  });
  allowed = address;
  return policy.createScriptURL(address);
}
