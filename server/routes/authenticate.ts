// Who a request comes from: the bearer of an API token, or a browser with the cookie of a session.
import type { FastifyRequest } from 'fastify';
import { recognise, type Recognised } from '../access/sign-in.ts';
import type { Store } from '../store/database.ts';

/** Only over TLS, only for this host and all its paths (RFC 6265bis §4.1.3.2), never read by scripts, never sent across sites. */
export const SESSION_COOKIE = '__Host-suture-session';
export const sessionCookie = { path: '/', secure: true, httpOnly: true, sameSite: 'strict' } as const;

/** Any value will do: pages of other sites cannot send it. */
const CLIENT_HEADER = 'suture-client';

export type Authenticated =
  | Recognised
  /** A page of another site may have sent it with the cookie of whoever looks at that page. */
  | { readonly ok: false; readonly cause: 'cross-site'; readonly why: string };

/** Who a request comes from. */
export type Authenticate = (request: FastifyRequest) => Promise<Authenticated>;

export const authenticateWith =
  (store: Store, now: () => Date): Authenticate =>
  async (request) => {
    const { authorization } = request.headers;
    // A token speaks for itself; what cookie may be there besides is not looked at.
    if (authorization !== undefined) {
      const [, bearer] = /^Bearer ([^\s]+)$/i.exec(authorization) ?? [];
      return recognise(store, 'api', bearer, now());
    }
    const session = cookieOf(request.headers.cookie);
    const isWrite = request.method !== 'GET' && request.method !== 'HEAD';
    if (session !== undefined && isWrite && (isForeign(request) || request.headers[CLIENT_HEADER] === undefined)) {
      return { ok: false, cause: 'cross-site', why: 'a page of another site may have sent this' };
    }
    return recognise(store, 'session', session, now());
  };

/** Whether a browser says that a page of another site sent it. */
export function isForeign({ headers, host }: FastifyRequest): boolean {
  const { origin, 'sec-fetch-site': site } = headers;
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return true;
  return origin !== undefined && origin !== `https://${host}`;
}

function cookieOf(header: string | undefined): string | undefined {
  const found = header?.split(';').find((each) => each.trim().startsWith(`${SESSION_COOKIE}=`));
  return found?.trim().slice(SESSION_COOKIE.length + 1);
}
