/** From where pictures and tables may be fetched. Pure. */

/**
 * @param own addresses of which the host is always allowed, absolute or relative to the first.
 * @param more hosts, with a port where it is not the usual one; `*.example.com` stands for every host below it.
 */
export function allowedHosts(own: readonly string[], more: readonly string[]): (url: URL) => boolean {
  const hosts = new Set(more.map((host) => host.toLowerCase()));
  for (const address of own) {
    const host = hostOf(address, own[0]);
    if (host !== undefined) hosts.add(host);
  }
  const endings = [...hosts].filter((host) => /^\*\.[^*]+$/.test(host)).map((host) => host.slice(1));
  return ({ protocol, host }) =>
    /^https?:$/.test(protocol) && (hosts.has(host) || endings.some((ending) => host.endsWith(ending)));
}

function hostOf(address: string, base: string | undefined): string | undefined {
  try {
    return new URL(address, base).host || undefined;
  } catch {
    return undefined;
  }
}
