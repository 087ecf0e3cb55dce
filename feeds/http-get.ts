// One HTTP GET as an enterprise needs it: through the proxy of the environment, trusting what the machine trusts, never from https down to http.
import http from 'node:http';
import https from 'node:https';
import tls from 'node:tls';

/** What will not come right by asking again. */
export class Refused extends Error {}

const MOST_REDIRECTS = 5;

export interface GetOptions {
  readonly headers: Readonly<Record<string, string>>;
  /** Ends the request and the answer's body; what it is aborted with is thrown. */
  readonly signal: AbortSignal;
}

/** Follows redirects and returns the last answer, its body unread and as it was sent. Throws when there is none. */
export async function httpGet(url: string, options: GetOptions): Promise<http.IncomingMessage> {
  let from = new URL(url);
  for (let redirects = 0; ; redirects++) {
    const answer = await getOnce(from, options);
    const location = REDIRECTS.has(answer.statusCode ?? 0) ? answer.headers.location : undefined;
    if (location === undefined) return answer;
    answer.destroy();
    if (redirects === MOST_REDIRECTS) throw new Refused(`redirected more than ${MOST_REDIRECTS} times`);
    from = redirected(from, location);
  }
}

const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/** Where a redirect leads. Throws `Refused` for what is no web address, and for one that gives up encryption. */
export function redirected(from: URL, location: string): URL {
  const to = URL.parse(location, from.href);
  if (to === null || (to.protocol !== 'https:' && to.protocol !== 'http:')) {
    throw new Refused('redirected to something that is no web address; refused');
  }
  if (from.protocol === 'https:' && to.protocol === 'http:')
    throw new Refused('redirected from https to http; refused');
  return to;
}

function getOnce(url: URL, { headers, signal }: GetOptions): Promise<http.IncomingMessage> {
  return new Promise((resolve, reject) => {
    const { get } = url.protocol === 'https:' ? https : http;
    const request = get(url, { agent: agentFor(url), headers, signal });
    const silence = setTimeout(() => request.destroy(new Unanswered()), CONNECT_MS);
    const connected = (): void => clearTimeout(silence);
    request.on('socket', (socket) => {
      if (socket.connecting) socket.once(url.protocol === 'https:' ? 'secureConnect' : 'connect', connected);
      else connected();
    });
    request.on('response', resolve).on('error', reject).on('close', connected);
  });
}

/** A network that drops what it does not like says nothing; other feeds wait meanwhile. */
const CONNECT_MS = 10_000;

class Unanswered extends Error {
  readonly code = 'ETIMEDOUT';
}

let plain: http.Agent | undefined;
let encrypted: https.Agent | undefined;

/** HTTP_PROXY, HTTPS_PROXY and NO_PROXY count, in either case. https://nodejs.org/api/http.html#built-in-proxy-support */
function agentFor(url: URL): http.Agent {
  const { env } = process;
  try {
    if (url.protocol === 'http:') return (plain ??= new http.Agent({ keepAlive: true, proxyEnv: proxies(env) }));
    return (encrypted ??= new https.Agent({ keepAlive: true, proxyEnv: proxies(env), secureContext: trust() }));
  } catch (error) {
    // The runtime's own words quote the address, which may hold a password.
    throw (error as NodeJS.ErrnoException).code === 'ERR_PROXY_INVALID_CONFIG' ? NO_PROXY_ADDRESS : error;
  }
}

const NO_PROXY_ADDRESS = new Refused('HTTP_PROXY or HTTPS_PROXY names no proxy like http://proxy.example:3128');

/** What the runtime would silently go round, a proxy of another kind, is refused; `proxy.example:3128` is meant as http. */
function proxies(env: NodeJS.ProcessEnv): Readonly<Record<string, string | undefined>> {
  const proxy = (name: string): string | undefined => {
    const value = env[name.toLowerCase()] ?? env[name] ?? '';
    const address = value === '' || value.includes('://') ? value : `http://${value}`;
    if (address !== '' && !/^https?:/i.test(address)) throw NO_PROXY_ADDRESS;
    return address === '' ? undefined : address;
  };
  return {
    HTTP_PROXY: proxy('HTTP_PROXY'),
    HTTPS_PROXY: proxy('HTTPS_PROXY'),
    NO_PROXY: env['no_proxy'] ?? env['NO_PROXY'],
  };
}

/** The runtime's list of authorities and the machine's: where traffic is inspected, the inspector's is only in the latter. */
function trust(): tls.SecureContext {
  return tls.createSecureContext({
    ca: [...new Set([...tls.getCACertificates('default'), ...tls.getCACertificates('system')])],
  });
}
