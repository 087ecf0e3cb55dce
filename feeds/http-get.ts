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
  try {
    if (url.protocol === 'http:') return (plain ??= new http.Agent({ keepAlive: true, proxyEnv: process.env }));
    return (encrypted ??= new https.Agent({ keepAlive: true, proxyEnv: process.env, secureContext: trust() }));
  } catch {
    // The runtime's own words quote the address, which may hold a password.
    throw new Refused(
      'the proxy that the environment names (HTTP_PROXY, HTTPS_PROXY) is no http:// or https:// address',
    );
  }
}

/** The runtime's list of authorities and the machine's: where traffic is inspected, the inspector's is only in the latter. */
function trust(): tls.SecureContext {
  return tls.createSecureContext({
    ca: [...new Set([...tls.getCACertificates('default'), ...tls.getCACertificates('system')])],
  });
}
