// The one line that a person copies to a new machine, and what the machine reads out of it.
import { agentPaths } from '../agent/paths.ts';
import type { Fingerprint } from './keys.ts';
import { readToken } from './token-text.ts';

/** Where a server is: an https origin and its parts. */
export interface ServerAddress {
  /** `https://suture.example:8443`, without a path. */
  readonly origin: string;
  /** A name, or an address without brackets. */
  readonly host: string;
  readonly port: number;
}

export type Enrolment =
  | { readonly ok: true; readonly server: ServerAddress; readonly token: string; readonly serverKey: Fingerprint }
  | { readonly ok: false; readonly why: string };

/** Reads `https://host[:port]`; undefined for anything else: another scheme, a path, a name and password. Never throws. */
export function readServerAddress(text: unknown): ServerAddress | undefined {
  if (typeof text !== 'string' || text.length > 300 || !URL.canParse(text)) return undefined;
  const { protocol, username, password, pathname, search, hash, hostname, port, origin } = new URL(text);
  if (protocol !== 'https:' || username + password + search + hash !== '' || pathname !== '/') return undefined;
  // URLs allow more in a host than a shell should be shown.
  if (!/^(?:[a-z0-9.-]{1,253}|\[[0-9a-f:.]+\])$/.test(hostname)) return undefined;
  return { origin, host: hostname.replaceAll(/[[\]]/g, ''), port: port === '' ? 443 : Number(port) };
}

/** An address in brackets means something to shells. */
const shellWord = ({ origin }: ServerAddress): string => (origin.includes('[') ? `'${origin}'` : origin);

/** For a machine that has the agent: `suture-agent install --server https://… --token sut_enrol_…`; for any shell. */
export function installLine(server: ServerAddress, token: string): string {
  return `suture-agent install --server ${shellWord(server)} --token ${token}`;
}

/**
 * For a machine that has nothing but curl: fetches the script of `install-script.ts`, runs it only if it has this SHA-256
 * (64 hexadecimal digits), and hands it the token on standard input. For sh, bash, zsh, dash and ksh. `-k` is right here: the
 * digest in this line, not the connection, is what the script is believed by, and no secret is sent.
 */
export function bootstrapLine(server: ServerAddress, token: string, scriptSha256: string): string {
  const origin = shellWord(server);
  const fetched = `s="$(curl -fsSk --proto =https --tlsv1.3 ${origin}${agentPaths.installScript})"`;
  const compared = `[ "$(printf %s "$s" | sha256sum)" = "${scriptSha256}  -" ]`;
  return `${fetched}; ${compared} && echo ${token} | sh -c "$s" - ${origin} || { echo 'Suture: this machine has not joined'; false; }`;
}

/** What `suture-agent install` was given, judged before the network is touched. Never throws. */
export function readEnrolment(server: unknown, token: unknown): Enrolment {
  const address = readServerAddress(server);
  if (address === undefined)
    return { ok: false, why: '--server is not an https address like https://suture.example:8443' };
  const read = readToken(token);
  if (!read.ok) {
    return {
      ok: false,
      why:
        read.cause === 'mistyped'
          ? '--token is cut or changed: copy the whole line again'
          : '--token is not an enrolment token: those begin with sut_enrol_',
    };
  }
  if (read.serverKey === undefined) return { ok: false, why: `--token is for ${read.kind}, not for enrolment` };
  return { ok: true, server: address, token: String(token), serverKey: read.serverKey };
}
