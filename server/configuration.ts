// What a server is told by its environment and its command line: read once, or refused with everything that is wrong with it.
import { existsSync, statSync } from 'node:fs';
import { isIP } from 'node:net';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { FeedSource } from '@suture/feeds/obtain.ts';
import { defaultDirectory } from './postgres/layout.ts';
import { readTrustedProxies } from './trusted-proxies.ts';

export interface Listen {
  /** A name or an address of this machine; `::` and `0.0.0.0` for all. */
  readonly host: string;
  /** 0 for any that is free. */
  readonly port: number;
}

export interface Configuration {
  /** As it was given; undefined for the PostgreSQL that comes with Suture. */
  readonly databaseUrl: string | undefined;
  /** Holds `postgres/` and `server/`. */
  readonly state: string;
  readonly api: Listen;
  readonly agents: Listen;
  /** Host names and addresses that endpoints and people know the server by; the first one is what they are told. */
  readonly publicNames: readonly string[];
  /** Addresses and networks of reverse proxies before the API's port; nobody else's X-Forwarded-… counts. */
  readonly trustedProxies: readonly string[];
  readonly feeds: FeedSource;
  /** How long after its start the server first looks after the feeds; milliseconds. */
  readonly feedsAfterMs: number;
  /** How long from one house-keeping to the next; milliseconds. */
  readonly housekeepingMs: number;
  /** The advisory database file. */
  readonly advisories: string;
  /** How long all that endpoints reported is kept; days. */
  readonly historyDays: number;
  /** Files in PEM that the operator brings; undefined where the server's own authority certifies it. */
  readonly certificate: { readonly chain: string; readonly key: string } | undefined;
  /** A file with the authorities that several servers share; undefined for the usual place. */
  readonly authorities: string | undefined;
  /** The folder of the agent's packages, as `npm run package` leaves them. */
  readonly agentPackages: string;
  /** The folder of the console's built files. */
  readonly console: string;
  /** Bounded; undefined for stderr. */
  readonly log: string | undefined;
  readonly logLevel: (typeof logLevels)[number];
  /** A made-up fleet is told into an empty database, and no machine is taken. */
  readonly demo: boolean;
}

export type ReadConfiguration =
  | { readonly kind: 'configuration'; readonly configuration: Configuration }
  | { readonly kind: 'help' }
  /** One sentence each; no secret in any. */
  | { readonly kind: 'wrong'; readonly problems: readonly string[] };

const logLevels = ['debug', 'info', 'warn', 'error'] as const;

/** Each may also be set as an environment variable: `SUTURE_` and the name in capitals, `-` as `_`. */
const flags = {
  state: 'the folder for all state (default: suture in XDG_STATE_HOME; for root /var/lib/suture)',
  'api-host': 'where people and programs connect (default: 127.0.0.1)',
  'api-port': 'default: 7420',
  'agents-host': 'where endpoints connect (default: all interfaces)',
  'agents-port': 'default: 7421',
  'public-name': 'a name or address that endpoints know the server by; several with commas',
  'trust-proxy':
    'addresses or networks of reverse proxies whose X-Forwarded-For and -Host count, with commas (default: none)',
  from: 'read the feeds from this directory instead of the network',
  mirror: 'fetch the feeds below this address, each as HOST/PATH',
  'feeds-after': 'seconds to leave the feeds alone at first (default: 0)',
  housekeeping: 'seconds from one house-keeping to the next (default: 3600)',
  advisories: 'the advisory database file (default: advisories/advisories.db in the state)',
  'history-days': 'days to keep all that endpoints reported; older history is thinned (default: 400)',
  certificate: 'a certificate chain in PEM to show instead of our own',
  key: 'its private key, PEM',
  authorities: 'a file with the authorities, shared by all servers',
  'agent-packages': 'the folder of the agent packages to offer',
  console: 'the folder of the built console',
  log: 'write the log to this file, bounded in size, instead of stderr',
  'log-level': logLevels.join(', '),
} as const;
type Flag = keyof typeof flags;

export const usage = `suture-server [run] [options]
suture-server backup FILE [--with-keys] [--state DIR]
suture-server restore FILE [--replace] [--state DIR]
suture-server demo [options]

${Object.entries(flags)
  .map(([flag, what]) => `  --${flag.padEnd(13)} ${what}`)
  .join('\n')}

Each option can be set in the environment, as SUTURE_API_PORT=7420. DATABASE_URL names a PostgreSQL 15 or later;
without it the server starts its own.
`;

type Environment = Readonly<Record<string, string | undefined>>;

/** Never throws. Looks at the file system only for what is said to be there. */
export function readConfiguration(args: readonly string[], env: Environment): ReadConfiguration {
  const options = Object.fromEntries(Object.keys(flags).map((flag) => [flag, { type: 'string' as const }]));
  let given: Readonly<Record<string, unknown>>;
  try {
    given = parseArgs({ args: [...args], options: { ...options, help: { type: 'boolean' } }, strict: true }).values;
  } catch (error) {
    return { kind: 'wrong', problems: [error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)] };
  }
  if (given['help'] === true) return { kind: 'help' };
  const value = (flag: Flag): string | undefined => {
    const said = given[flag] ?? env[`SUTURE_${flag.toUpperCase().replaceAll('-', '_')}`];
    return typeof said === 'string' && said !== '' ? said : undefined;
  };
  const problems: string[] = [];
  const configuration = read(value, env, (problem) => void problems.push(problem));
  return problems.length === 0 ? { kind: 'configuration', configuration } : { kind: 'wrong', problems };
}

type Value = (flag: Flag) => string | undefined;
type Complain = (problem: string) => void;

function read(value: Value, env: Environment, complain: Complain): Configuration {
  const stateFlag = value('state');
  const state = stateFlag === undefined ? dirname(defaultDirectory(env)) : resolve(stateFlag);
  return {
    databaseUrl: env['DATABASE_URL'],
    state,
    api: { host: hostOf('api-host', value, '127.0.0.1', complain), port: portOf('api-port', value, 7420, complain) },
    agents: { host: hostOf('agents-host', value, '::', complain), port: portOf('agents-port', value, 7421, complain) },
    publicNames: namesOf(value('public-name'), complain),
    trustedProxies: proxiesOf(value('trust-proxy') ?? '', complain),
    feeds: feedsOf(value, complain),
    feedsAfterMs: secondsOf('feeds-after', value, 0, complain) * 1_000,
    housekeepingMs: Math.max(1, secondsOf('housekeeping', value, 3_600, complain)) * 1_000,
    advisories: resolve(value('advisories') ?? join(state, 'server', 'advisories', 'advisories.db')),
    historyDays: daysOf('history-days', value, 400, complain),
    certificate: certificateOf(value, complain),
    authorities: fileOf('authorities', value('authorities'), complain),
    agentPackages: resolve(value('agent-packages') ?? join(import.meta.dirname, '..', '.build', 'packages')),
    console: resolve(value('console') ?? join(import.meta.dirname, '..', '.build', 'console-site')),
    log: value('log') === undefined ? undefined : resolve(value('log') ?? ''),
    logLevel: logLevelOf(value('log-level'), complain),
    demo: false,
  };
}

function portOf(flag: Flag, value: Value, usual: number, complain: Complain): number {
  const text = value(flag) ?? String(usual);
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (!(port <= 65_535)) complain(`--${flag} ${JSON.stringify(text)} is no port: a number from 0 to 65535.`);
  return port;
}

function secondsOf(flag: Flag, value: Value, usual: number, complain: Complain): number {
  const text = value(flag) ?? String(usual);
  if (!/^\d{1,6}$/.test(text)) complain(`--${flag} ${JSON.stringify(text)} is no number of seconds.`);
  return Number(text);
}

function daysOf(flag: Flag, value: Value, usual: number, complain: Complain): number {
  const text = value(flag) ?? String(usual);
  const days = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (days < 1) complain(`--${flag} ${JSON.stringify(text)} is no number of days from 1 on.`);
  return days;
}

const isHost = (text: string): boolean =>
  isIP(text) !== 0 || /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/i.test(text);

function hostOf(flag: Flag, value: Value, usual: string, complain: Complain): string {
  const host = value(flag) ?? usual;
  if (!isHost(host)) complain(`--${flag} ${JSON.stringify(host)} is neither a host name nor an address.`);
  return host;
}

function namesOf(text: string | undefined, complain: Complain): readonly string[] {
  const names = (text ?? '')
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== '');
  for (const name of names.filter((each) => !isHost(each))) {
    complain(`--public-name ${JSON.stringify(name)} is neither a host name nor an address.`);
  }
  return names;
}

function proxiesOf(text: string, complain: Complain): readonly string[] {
  const { proxies, problems } = readTrustedProxies(text);
  for (const problem of problems) complain(problem);
  return proxies;
}

function feedsOf(value: Value, complain: Complain): FeedSource {
  const [from, mirror] = [value('from'), value('mirror')];
  if (from !== undefined && mirror !== undefined) complain('--from and --mirror are two ways to the feeds: give one.');
  if (from !== undefined) {
    if (statSync(from, { throwIfNoEntry: false })?.isDirectory() !== true) complain(`--from ${from} is no directory.`);
    return { kind: 'directory', directory: isAbsolute(from) ? from : resolve(from) };
  }
  if (mirror !== undefined && !/^https?:$/.test(URL.parse(mirror)?.protocol ?? '')) {
    complain('--mirror is no address like https://mirror.example/feeds.');
  }
  return { kind: 'network', mirror };
}

function certificateOf(value: Value, complain: Complain): Configuration['certificate'] {
  const [chain, key] = [value('certificate'), value('key')];
  if (chain === undefined && key === undefined) return undefined;
  if (chain === undefined || key === undefined) {
    complain('--certificate and --key go together: one of them is missing.');
    return undefined;
  }
  fileOf('certificate', chain, complain);
  fileOf('key', key, complain);
  return { chain: resolve(chain), key: resolve(key) };
}

function fileOf(flag: Flag, path: string | undefined, complain: Complain): string | undefined {
  if (path === undefined) return undefined;
  if (!existsSync(path)) complain(`--${flag} ${path} is not there.`);
  return resolve(path);
}

function logLevelOf(text: string | undefined, complain: Complain): Configuration['logLevel'] {
  const level = logLevels.find((each) => each === (text ?? 'info'));
  if (level === undefined) complain(`--log-level ${JSON.stringify(text)} is none of ${logLevels.join(', ')}.`);
  return level ?? 'info';
}
