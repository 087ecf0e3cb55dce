// One report of a machine with many things on it, as `suture-agent report` makes it: `node report-process.ts STATUS FOLDER`. Prints what it took as JSON.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command, CommandResult, FileRead, Host } from '@suture/adapters/host.ts';
import { localHost } from '@suture/adapters/local-host.ts';
import { makeReport } from '@suture/agent/report.ts';

const [status = '', folder = ''] = process.argv.slice(2);
const archive = 'http://repository.example/debian-security';
const index = `${archive} bookworm-security/main amd64 Packages`;
const stanzas = readFileSync(status, 'utf8')
  .split('\n\n')
  .flatMap((stanza) => {
    const field = (name: string): string => new RegExp(`^${name}: (.*)$`, 'm').exec(stanza)?.[1] ?? '';
    return field('Package') === '' ? [] : [{ name: field('Package'), version: field('Version') }];
  });
const installed = new Map(stanzas.map(({ name, version }) => [name, version]));
/** Every eighth package has an update. */
const offered = new Map(stanzas.flatMap(({ name, version }, at) => (at % 8 === 0 ? [[name, `${version}+later`]] : [])));

const apt: Readonly<Record<string, (names: readonly string[]) => string>> = {
  '--version': () => 'apt 2.6.1 (amd64)\n',
  indextargets: () =>
    `MetaKey: main/binary-amd64/Packages\nDescription: ${index}\nIdentifier: Packages\nFilename: /var/lib/apt/lists/security_Packages\nRepo-URI: ${archive}/\nRelease: bookworm-security\nOrigin: Debian\nLabel: Debian-Security\nSuite: oldstable-security\nCodename: bookworm-security\nVersion: 12\nSite: repository.example\nTrusted: yes\n\n`,
  policy: (names) =>
    names
      .map((name) => {
        const [now = '', next] = [installed.get(name), offered.get(name)];
        const first = next === undefined ? '' : `     ${next} 500\n        500 ${index}\n`;
        return `${name}:\n  Installed: ${now}\n  Candidate: ${next ?? now}\n  Version table:\n${first} *** ${now} 100\n        100 /var/lib/dpkg/status\n`;
      })
      .join(''),
  show: (names) =>
    names
      .map((name) => `Package: ${name}\nVersion: ${offered.get(name)}\nArchitecture: amd64\nSize: 1000\n\n`)
      .join(''),
  upgrade: () =>
    [...offered]
      .map(
        ([name, next]) =>
          `Inst ${name} [${installed.get(name)}] (${next} Debian-Security:12/oldstable-security [amd64])\n`,
      )
      .join(''),
};

const exited = (code: number, stdout: string): CommandResult => ({
  kind: 'exited',
  code,
  stdout,
  stderr: '',
  truncated: false,
});
const prefix = join(folder, 'npm');
const modules = join(prefix, 'lib', 'node_modules');

function run({ argv }: Command): CommandResult {
  const [program, ...rest] = argv;
  const now = Math.floor(Date.now() / 1000);
  if (program === 'date') return exited(0, `${now}\n`);
  if (program === 'stat') return exited(0, `${now} /var/lib/apt/lists\n`);
  if (program === 'npm' && rest[0] === '--version') return exited(0, '11.0.0\n');
  if (program === 'npm' && rest[0] === 'prefix') return exited(0, `${prefix}\n`);
  if (program === 'npm') return exited(0, '{}\n');
  if (program === 'dpkg-query') return exited(1, '');
  if (program !== 'apt-get' && program !== 'apt-cache') return { kind: 'missing' };
  const names = argv.slice(argv.indexOf('--') + 1).map((word) => word.split(/[:=]/)[0] ?? '');
  const verb = Object.keys(apt).find((each) => argv.includes(each));
  return verb === undefined ? exited(100, '') : exited(0, apt[verb]?.(names) ?? '');
}

const texts = new Map([
  ['/var/lib/dpkg/status', readFileSync(status, 'utf8')],
  ['/etc/os-release', 'ID=debian\nVERSION_ID="12"\nPRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\n'],
  ['/etc/apt/sources.list', `deb ${archive} bookworm-security main\n`],
  ['/proc/sys/kernel/random/boot_id', '00000000-0000-4000-8000-000000000000\n'],
]);
const host: Host = {
  run: async (command) => run(command),
  async readFile(path, mostBytes): Promise<FileRead> {
    if (path.startsWith(prefix)) return localHost.readFile(path, mostBytes);
    const text = texts.get(path);
    return text === undefined ? { kind: 'missing' } : { kind: 'text', text, truncated: false };
  },
  listDirectory: async (path) => (path.startsWith(modules) ? localHost.listDirectory(path) : undefined),
  readLink: async () => undefined,
  exists: async (path) => texts.has(path) || (path.startsWith(prefix) && (await localHost.exists(path))),
};

const report = await makeReport(host, folder, join(folder, 'policy.yaml'), join(folder, 'trust.json'));
const { user, system } = process.cpuUsage();
/** Kilobytes. What `resourceUsage` says begins with the memory of whoever started this process. */
const peak = (): number =>
  existsSync('/proc/self/status')
    ? Number(/^VmHWM:\s+(\d+)/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1])
    : process.resourceUsage().maxRSS;
process.stdout.write(
  JSON.stringify({
    cpuMs: (user + system) / 1_000,
    megabytes: peak() / 1024,
    sections: report.sections.map((section) => `${section.adapter} ${section.kind} ${section.status}`),
    bytes: report.sets.map(({ bytes }) => bytes),
  }),
);
