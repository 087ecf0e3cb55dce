// A Debian 12 machine for tests: the sample's packages, two pending security updates, and a changelog service for one of them.
import type { Command, CommandResult, FileRead, Host } from '@suture/adapters/host.ts';

export interface AptMachine {
  readonly host: Host;
  /** Sources whose changelogs were fetched, each as often as it was. */
  readonly fetched: readonly string[];
}

const CHANGELOG = `plainexample (1-1+deb12u2) bookworm-security; urgency=high

  * CVE-2099-8002: a long name is read past its end.

 -- A Maintainer <a@example.org>  Sun, 08 Nov 2026 09:30:00 +0000

plainexample (1-1+deb12u1) bookworm-security; urgency=high

  * CVE-2099-8001.

 -- A Maintainer <a@example.org>  Wed, 01 Jul 2026 08:47:59 +0000

plainexample (1-1) bookworm; urgency=medium

  * CVE-2020-8000.

 -- A Maintainer <a@example.org>  Thu, 02 Jan 2025 00:00:00 +0000
`;

interface Pending {
  readonly name: string;
  readonly source: string;
  readonly arch: string;
  readonly installed: string;
  readonly offered: string;
}

const pending: readonly Pending[] = [
  { name: 'libexample1', source: 'examplelib', arch: 'amd64', installed: '1.2.3-4', offered: '1.2.3-4+deb12u1' },
  { name: 'plainexample', source: 'plainexample', arch: 'amd64', installed: '1-1', offered: '1-1+deb12u2' },
];

const archive = 'http://repository.example/debian-security';
const index = `${archive} bookworm-security/main amd64 Packages`;

const answers: Readonly<Record<string, (words: readonly string[]) => string>> = {
  '--version': () => 'apt 2.6.1 (amd64)\n',
  indextargets: () =>
    [
      'MetaKey: main/binary-amd64/Packages',
      `Description: ${index}`,
      'Identifier: Packages',
      'Filename: /var/lib/apt/lists/security_Packages',
      `Repo-URI: ${archive}/`,
      'Release: bookworm-security',
      'Origin: Debian',
      'Label: Debian-Security',
      'Suite: oldstable-security',
      'Codename: bookworm-security',
      'Version: 12',
      'Site: repository.example',
      'Trusted: yes',
      '',
      '',
    ].join('\n'),
  policy: (words) =>
    pending
      .filter(({ name }) => words.some((word) => word.split(':')[0] === name))
      .map(
        ({ name, installed, offered }) =>
          `${name}:\n  Installed: ${installed}\n  Candidate: ${offered}\n  Version table:\n     ${offered} 500\n` +
          `        500 ${index}\n *** ${installed} 100\n        100 /var/lib/dpkg/status\n`,
      )
      .join(''),
  show: () =>
    pending
      .map(
        ({ name, source, arch, offered }) =>
          `Package: ${name}\nSource: ${source}\nVersion: ${offered}\nArchitecture: ${arch}\nSize: 1000\n`,
      )
      .join('\n'),
  upgrade: () =>
    pending
      .map(
        ({ name, installed, offered, arch }) =>
          `Inst ${name} [${installed}] (${offered} Debian-Security:12/oldstable-security [${arch}])\n`,
      )
      .join(''),
};

const exited = (code: number, stdout = ''): CommandResult => ({
  kind: 'exited',
  code,
  stdout,
  stderr: '',
  truncated: false,
});

/** `status`: dpkg's. What is not there is missing, and no other command is known. */
export function aptMachine(status: string, bootId: string): AptMachine {
  const fetched: string[] = [];
  const texts = new Map<string, string>([
    ['/var/lib/dpkg/status', status],
    ['/etc/os-release', 'ID=debian\nVERSION_ID="12"\nPRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\n'],
    ['/proc/sys/kernel/random/boot_id', `${bootId}\n`],
    ['/etc/apt/sources.list', `deb ${archive} bookworm-security main\n`],
  ]);
  const run = ({ argv, directory }: Command): CommandResult => {
    const [program] = argv;
    const now = Math.floor(Date.now() / 1000);
    if (program === 'date') return exited(0, `${now}\n`);
    if (program === 'stat') return exited(0, `${now} /var/lib/apt/lists\n`);
    if (program !== 'apt-get' && program !== 'apt-cache') return { kind: 'missing' };
    const words = argv.slice(argv.indexOf('--') + 1);
    if (argv.includes('changelog')) {
      const source = words[0]?.split(/[:=]/)[0] ?? '';
      fetched.push(source);
      if (source !== 'plainexample') return exited(100);
      texts.set(`${directory}/${source}.changelog`, CHANGELOG);
      return exited(0);
    }
    const verb = Object.keys(answers).find((each) => argv.includes(each));
    return verb === undefined ? exited(100) : exited(0, answers[verb]?.(words));
  };
  const host: Host = {
    run: async (command) => run(command),
    readFile: async (path): Promise<FileRead> => {
      const text = texts.get(path);
      return text === undefined ? { kind: 'missing' } : { kind: 'text', text, truncated: false };
    },
    listDirectory: async () => undefined,
    readLink: async () => undefined,
    exists: async (path) => texts.has(path),
  };
  return { host, fetched };
}
