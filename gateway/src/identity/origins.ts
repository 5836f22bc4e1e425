/** Which browser origins may connect: `*`, exact origins, or every host below a domain (`https://*.example.com`). */
export class Origins {
  readonly #any: boolean;
  readonly #exact: ReadonlySet<string>;
  readonly #below: readonly { readonly scheme: string; readonly suffix: string; readonly port: string }[];

  constructor(allowed: readonly string[]) {
    this.#any = allowed.includes('*');
    const patterns = allowed.filter((entry) => entry.includes('://*.'));
    this.#exact = new Set(allowed.filter((entry) => !patterns.includes(entry)).map(normalise));
    this.#below = patterns.map((pattern) => {
      const url = new URL(pattern.replace('*.', ''));
      return { scheme: url.protocol, suffix: `.${url.hostname}`, port: url.port };
    });
  }

  get allowsAny(): boolean {
    return this.#any;
  }

  /** @param origin the request's `Origin`; empty when it has none, as from programs that are not browsers. */
  allows(origin: string): boolean {
    if (origin === '' || this.#any) return true;
    if (!/^[a-z][a-z0-9+.-]*:\/\/[^/?#@\s]+$/i.test(origin) || !URL.canParse(origin)) return false;
    if (this.#exact.has(normalise(origin))) return true;
    const url = new URL(origin);
    return this.#below.some(
      ({ scheme, suffix, port }) => url.protocol === scheme && url.port === port && url.hostname.endsWith(suffix),
    );
  }
}

/** Scheme and host in lower case, default ports left out, as browsers write origins. */
function normalise(origin: string): string {
  if (!URL.canParse(origin)) return origin;
  const { protocol, host } = new URL(origin);
  return `${protocol}//${host}`;
}
