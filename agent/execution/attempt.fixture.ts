// A machine in memory with a package manager of its own, which can be cut off at any step; for tests of attempts.
import type { Adapter } from '@suture/adapters/adapter.ts';
import { monotonousHost } from '@suture/adapters/conformance.ts';
import type { Audit, Execution, Standing } from '@suture/adapters/execution.ts';
import type { InstallingHost } from '@suture/adapters/host.ts';
import type { JobOrder } from './order.ts';

export const order: JobOrder = {
  job: '7f9d3c52-4f0e-4c6b-8a73-0d1c2b3a4e5f',
  attempt: 1,
  dispatch: 1,
  adapter: 'sample',
  changes: [
    { package: 'a', architecture: null, from: '1', to: '2' },
    { package: 'b', architecture: null, from: '1', to: '2' },
  ],
  removals: 'none',
  repair: true,
  restart: 'none',
  reboot: 'never',
  lockWaitMinutes: 0,
  overdueMinutes: 60,
  probes: [],
};

/** What a process says that was killed: nothing comes after it. */
export class PowerCut extends Error {}

export interface Machine {
  readonly adapter: Adapter;
  readonly host: InstallingHost;
  readonly versions: Map<string, string>;
  /** Installs that the package manager began. */
  installs: number;
  rollbacks: number;
  /** Packages unpacked and not configured. */
  torn: Set<string>;
  bootId: string;
  lock: 'free' | 'held';
  staging: 'R1' | 'R0';
  /** Where the power goes: before or after the first or second package, or never. */
  cutAt: 'never' | 'before' | 'half' | 'after';
  failsWith: 'nothing' | 'script';
  listening: string;
  wantsReboot: boolean;
  /** What was run to change the machine or to tell its people. */
  readonly ran: string[];
}

const transcript = { text: '', decisive: ['a line'] } as const;

export function machine(): Machine {
  const self: Machine = {
    versions: new Map([
      ['a', '1'],
      ['b', '1'],
    ]),
    installs: 0,
    rollbacks: 0,
    torn: new Set(),
    bootId: '11111111-1111-4111-8111-111111111111',
    lock: 'free',
    staging: 'R1',
    cutAt: 'never',
    failsWith: 'nothing',
    listening: 'tcp LISTEN 0 10 0.0.0.0:80 0.0.0.0:*\n',
    wantsReboot: false,
    ran: [],
    host: undefined as never,
    adapter: undefined as never,
  };
  const exited = (stdout: string) => ({ kind: 'exited', code: 0, stdout, stderr: '', truncated: false }) as const;
  const host: InstallingHost = {
    ...monotonousHost({ kind: 'missing' }, { kind: 'missing' }),
    async run({ argv }) {
      if (argv[0] === 'ss') return exited(self.listening);
      if (argv[0] === 'df') return exited('Mounted\n/ 50000000000 100000000000 ext4\n');
      if (argv[0] === 'wall' || argv[0] === 'systemctl') self.ran.push(argv.join(' '));
      if (argv[0] === 'wall') return exited('');
      if (argv[0] === 'systemd-detect-virt') return exited('lxc\n');
      return { kind: 'missing' };
    },
    async readFile(path) {
      const texts: Readonly<Record<string, string>> = {
        '/proc/sys/kernel/random/boot_id': `${self.bootId}\n`,
        '/proc/sys/kernel/osrelease': '6.1.0-9-amd64\n',
        '/proc/1/maps': '',
        '/proc/1/comm': 'init\n',
        '/proc/loadavg': '0.10 0.2 0.3 1/2 3\n',
      };
      const text =
        self.wantsReboot && path === '/run/reboot-required' ? '*** System restart required ***\n' : texts[path];
      return text === undefined ? { kind: 'missing' } : { kind: 'text', text, truncated: false };
    },
    listDirectory: async (path) => (path === '/proc' ? ['1'] : undefined),
    install: async () => ({ kind: 'ended', code: 0, output: '', overdue: false }),
  };
  const audit = (): Audit =>
    self.torn.size === 0
      ? { state: 'clean' }
      : { state: 'broken', cure: 'finish', problems: [`${[...self.torn].join(', ')} is torn`] };
  const cut = (when: Machine['cutAt']): void => {
    if (self.cutAt === when) throw new PowerCut(when);
  };
  const execution: Execution = {
    preparingCommands: [],
    installingCommands: [],
    preview: async () => ({ ok: false, cause: 'precheck-failed', why: 'it is not asked here' }),
    prefetch: async (_host, { changes }) => ({
      ok: true,
      files: changes.map((change) => ({
        package: change.package,
        architecture: null,
        version: change.to ?? '',
        path: '/x',
        bytes: 1,
        sha256: '',
      })),
      rollback: self.staging === 'R1' ? { class: 'R1', files: [] } : { class: 'R0', why: ['a 1 is not to be had'] },
    }),
    async apply(_host, { changes }, _staged, { begin }) {
      if (self.lock === 'held') return { outcome: 'refused', cause: 'lock-held', why: 'the lock is held by x (pid 1)' };
      await begin();
      self.installs += 1;
      cut('before');
      const [first] = changes;
      for (const change of changes) {
        self.versions.set(change.package, change.to ?? '');
        if (change === first) {
          self.torn.add(change.package);
          cut('half');
        }
        if (self.failsWith === 'script') {
          const done = [change];
          return {
            outcome: 'failed',
            cause: 'script-failed',
            why: `postinst of ${change.package}`,
            changed: done,
            kept: [],
            transcript,
            overdue: false,
          };
        }
        self.torn.delete(change.package);
      }
      cut('after');
      return { outcome: 'installed', changed: changes, kept: [], transcript, overdue: false };
    },
    async rollback(_host, changes, _files, { begin }) {
      await begin();
      self.rollbacks += 1;
      for (const { package: name, from } of changes) self.versions.set(name, from ?? '');
      self.torn.clear();
      return { outcome: 'rolled-back', transcript };
    },
    async repair(_host, { begin }) {
      await begin();
      self.torn.clear();
      return { outcome: 'repaired', transcript };
    },
    async look(_host, { changes }): Promise<Standing> {
      const present = changes.map((change) => ({
        change,
        now: self.versions.get(change.package) ?? null,
        whole: !self.torn.has(change.package),
        held: false,
      }));
      return { ok: true, present, audit: audit() };
    },
    lock: async () => (self.lock === 'free' ? { state: 'free' } : { state: 'held', owner: undefined }),
  };
  const adapter: Adapter = {
    name: 'sample',
    capabilities: ['execute', 'rollback', 'repair'],
    watches: [],
    readOnlyCommands: [],
    detect: async () => ({ present: true, version: '1' }),
    execution: async () => execution,
  };
  return Object.assign(self, { host, adapter });
}
