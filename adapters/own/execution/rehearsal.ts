// What of packages of one's own is rehearsed, and what dpkg and rpm say of such as were tried.
// Sources: dpkg(1), `--audit` and `--verify`; rpm(8), `--verify`.
import { ask } from '../../ask.ts';
import type { ExecutionStep, RehearsalCheck } from '../../execution.ts';
import type { Host } from '../../host.ts';
import { complaintsOf, readVerified } from '../../rehearsal-lines.ts';
import { see, seeOffered } from './targets.ts';

/** A sentence; undefined where all that it runs is apt-get, rpm, tar and their like. */
export async function whyNotRehearsed(host: Host, { changes }: ExecutionStep): Promise<string | undefined> {
  // Asked of the live system, where rpm's database would note each reader.
  const looked = await seeOffered(host);
  if (!looked.ok) return looked.why;
  for (const { package: name, from, to } of changes) {
    const installers = [looked.installerOf(name, from), looked.installerOf(name, to)];
    const run = installers
      .flatMap((each) => (each?.kind === 'archive' ? each.steps : []))
      .find((step) => step.does === 'run');
    if (run !== undefined)
      return `${run.program} of ${name} is not rehearsed: such a program may need services and a network, and a rehearsal has neither`;
  }
  return undefined;
}

const audit = ['dpkg', '--audit'] as const;
const verifyDeb = ['dpkg', '--verify', '--'] as const;
const verifyRpm = ['rpm', '--verify', '--'] as const;

/** Names as the system has them of those that are there by a deb or an rpm. */
async function namesOf(host: Host, kind: 'deb' | 'rpm', packages: readonly string[]): Promise<readonly string[]> {
  const looked = await see(host);
  if (!looked.ok) return [];
  const { found, installerOf } = looked.seen;
  return packages.flatMap((name) => {
    const installer = installerOf(name, found.installed.get(name)?.version ?? null);
    return installer?.kind === kind && installer.detect.by === 'package' ? [installer.detect.name] : [];
  });
}

export const rehearsalChecks: readonly RehearsalCheck[] = [
  {
    name: 'dpkg --audit',
    verdict: 'fail',
    commands: [{ begins: audit, options: [] }],
    async ask(host) {
      if (!(await host.exists('/usr/bin/dpkg'))) return undefined;
      const answer = await ask(host, { argv: audit, timeoutMs: 60_000, maxOutputBytes: 1 << 20 }, 'dpkg --audit');
      return answer.ok && answer.problems.length === 0 ? broken(answer.stdout) : undefined;
    },
  },
  verifying('dpkg: files as packaged', 'deb', verifyDeb),
  verifying('rpm: files as packaged', 'rpm', verifyRpm),
];

/** Packages stand under what is wrong with them, one space before each; silence is that all is well, and nothing else is an answer. */
function broken(text: string): readonly string[] | undefined {
  const names = [...text.matchAll(/^ ([a-z0-9][a-z0-9+.:-]{1,100}) {1,40}\S/gm)].map(
    ([, name]) => `${name} is not whole`,
  );
  return names.length > 0 || text.trim() === '' ? names : undefined;
}

function verifying(name: string, kind: 'deb' | 'rpm', verify: readonly [string, ...string[]]): RehearsalCheck {
  return {
    name,
    verdict: 'warn',
    commands: [{ begins: verify, options: [] }],
    async ask(host, packages) {
      const names = await namesOf(host, kind, packages);
      return names.length === 0 ? undefined : complaintsOf(host, [...verify, ...names], readVerified, true);
    },
  };
}
