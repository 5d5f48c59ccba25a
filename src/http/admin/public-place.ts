// Where the console is for browsers, from the public URL: which origins are its own, where its pages are, whether its cookies can be kept secret. Pure.

export interface PublicPlace {
  /** The public URL without a slash at its end. */
  readonly publicUrl: string;
  /** What a proxy has in front of our paths, such as `/gateway`; empty where there is nothing. */
  readonly prefix: string;
  readonly isSecure: boolean;
  /** A page of this origin is one of ours. */
  isOwn(origin: string): boolean;
  /** A page of the console as somebody asks for it, or its first one: never another host, never the API, nor the sign-in itself. */
  pageOf(next: string | null): string;
}

const LOOPBACK: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);
/** What HOST says where the gateway is to listen everywhere. */
const UNSPECIFIED: ReadonlySet<string> = new Set(['0.0.0.0', '[::]']);

export function publicPlace(publicUrl: string): PublicPlace {
  const { origin, protocol, hostname, port, pathname } = new URL(publicUrl);
  const prefix = pathname.replace(/\/+$/, '');
  const isThisMachine = LOOPBACK.has(hostname) || UNSPECIFIED.has(hostname);
  return {
    publicUrl: `${origin}${prefix}`,
    prefix,
    isSecure: protocol === 'https:' || isThisMachine,
    isOwn: (asked) => {
      if (asked === origin) return true;
      if (!isThisMachine || !URL.canParse(asked)) return false;
      // One machine has several names for itself, and its user may have typed any of them.
      const url = new URL(asked);
      return url.protocol === protocol && LOOPBACK.has(url.hostname) && url.port === port;
    },
    pageOf: (next) => pageBelow(origin, prefix, next) ?? `${prefix}/admin/`,
  };
}

/** Parsed as browsers do: `//host`, `/\host` and control characters lead elsewhere than they seem to. */
function pageBelow(origin: string, prefix: string, next: string | null): string | undefined {
  if (next?.startsWith('/') !== true || !URL.canParse(next, origin)) return undefined;
  const url = new URL(next, origin);
  const base = `${prefix}/admin/`;
  if (url.origin !== origin || !url.pathname.startsWith(base)) return undefined;
  if (/^(?:api|session|sign-in)(?:\/|$)/i.test(url.pathname.slice(base.length))) return undefined;
  return `${url.pathname}${url.search}${url.hash}`;
}
