// The typed client of the HTTP API, for whoever speaks to a server: the command line and the console.
import createClient, { type Client } from 'openapi-fetch';
import type { paths } from './client-types.ts';

export type ApiClient = Client<paths>;

export interface ApiClientOptions {
  /** `https://HOST:PORT` without a path; empty in a browser that has the console from the same server. */
  readonly origin: string;
  readonly fetch?: (request: Request) => Promise<Response>;
  /** Sent with every request. */
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * Every call answers `{data}` or `{error}` (a problem document of RFC 9457) with its `response`; it rejects only where no
 * answer came at all.
 */
export const apiClient = ({ origin, fetch, headers }: ApiClientOptions): ApiClient =>
  createClient<paths>({ baseUrl: origin, ...(fetch && { fetch }), ...(headers && { headers: { ...headers } }) });
