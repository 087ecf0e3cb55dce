// What is tried in an upgraded overlay: configuration tests of the daemons that are there, and libraries that are not found.
import type { Host } from '@suture/adapters/host.ts';
import { phpTests } from './php.ts';
import type { RehearsalReason, Verdict } from './rehearsal.ts';

export interface ConfigurationTest {
  readonly name: string;
  /** Of one file, where the same is asked of several. */
  readonly of?: string;
  readonly argv: readonly [string, ...string[]];
}

/** Each runs where its program is; 0 passes. None starts a service or changes a file that matters. */
const configurationTests: readonly ConfigurationTest[] = [
  { name: 'sshd -t', argv: ['/usr/sbin/sshd', '-t'] },
  { name: 'nginx -t', argv: ['/usr/sbin/nginx', '-t', '-q'] },
  { name: 'apache2ctl configtest', argv: ['/usr/sbin/apache2ctl', 'configtest'] },
  { name: 'named-checkconf', argv: ['/usr/bin/named-checkconf', '-z'] },
  { name: 'visudo -c', argv: ['/usr/sbin/visudo', '-c', '-q'] },
  { name: 'postfix check', argv: ['/usr/sbin/postfix', 'check'] },
  { name: 'haproxy -c', argv: ['/usr/sbin/haproxy', '-c', '-q', '-f', '/etc/haproxy/haproxy.cfg'] },
  { name: 'unbound-checkconf', argv: ['/usr/sbin/unbound-checkconf'] },
  { name: 'dovecot -n', argv: ['/usr/sbin/dovecot', '-n'] },
  { name: 'rsyslogd -N1', argv: ['/usr/sbin/rsyslogd', '-N1'] },
  { name: 'squid -k parse', argv: ['/usr/sbin/squid', '-k', 'parse'] },
  { name: 'python3 -c pass', argv: ['/usr/bin/python3', '-c', 'pass'] },
];

export interface Checked {
  /** Those whose program is there. */
  readonly asked: readonly string[];
  readonly failed: readonly { readonly name: string; readonly says: string }[];
}

export async function askChecks(host: Host, own: readonly ConfigurationTest[]): Promise<Checked> {
  const asked = new Set<string>();
  const failed: { name: string; says: string }[] = [];
  for (const { name, of, argv } of [...configurationTests, ...(await phpTests(host)), ...own]) {
    if (!(await host.exists(argv[0]))) continue;
    asked.add(name);
    const result = await host.run({ argv, timeoutMs: 60_000, maxOutputBytes: 65_536 });
    if (result.kind === 'exited' && result.code === 0) continue;
    failed.push({
      name: of === undefined ? name : `${name} ${of}`,
      says: result.kind === 'exited' ? plain(result.stderr || result.stdout || `exit ${result.code}`) : result.kind,
    });
  }
  return { asked: [...asked], failed };
}

const batch = 100;

/** A sentence for each of these programs and libraries that needs one which is not there; none where this system has no ldd. */
export async function unresolvedLibraries(host: Host, files: readonly string[]): Promise<readonly string[]> {
  const found: string[] = [];
  for (let at = 0; at < files.length; at += batch) {
    const argv = ['ldd', '--', ...files.slice(at, at + batch)] as const;
    const result = await host.run({ argv, timeoutMs: 60_000, maxOutputBytes: 1 << 24 });
    if (result.kind === 'exited') found.push(...readMissing(result.stdout, files[at] ?? ''));
  }
  return found;
}

/** ldd names the file first where it is given several. */
export function readMissing(text: string, only: string): readonly string[] {
  let file = only;
  return text.split('\n').flatMap((line) => {
    if (line.startsWith('/') && line.endsWith(':')) file = line.slice(0, -1);
    const missing = /^\s+(\S{1,200}) => not found/.exec(line)?.[1];
    return missing === undefined ? [] : [`${file} needs ${missing}, which is not there`];
  });
}

export const asRehearsed = (reasons: readonly RehearsalReason[]): Verdict =>
  reasons.some(({ verdict }) => verdict === 'fail') ? 'fail' : reasons.length > 0 ? 'warn' : 'pass';

const plain = (text: string): string =>
  text
    .replaceAll(/[^\x20-\x7e]+/g, ' ')
    .trim()
    .slice(0, 300);
