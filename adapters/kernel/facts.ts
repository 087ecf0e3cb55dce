// What is known of the kernel: which runs, which are installed, whose it is, and whether a reboot is due.
import { debian } from '@suture/core/versions/debian.ts';
import { rpm } from '@suture/core/versions/rpm.ts';
import type { Order, Scheme } from '@suture/core/versions/scheme.ts';
import type { FileRead, Host } from '../host.ts';
import { restartDue } from '../windows-reboot.ts';
import { isWindows, windowsBoot } from '../windows.ts';
import { detectContainer, dpkgKernels, kernelRelease, rpmKernels } from './commands.ts';
import {
  flavourOf,
  parseDpkgKernels,
  parsePackageVersion,
  parseRelease,
  parseRpmKernels,
  releaseOfImage,
  type InstalledKernel,
  type RunningKernel,
} from './parse.ts';

export type Virtualization =
  | { readonly kind: 'none' }
  /** The kernel is the host's: it cannot be patched or compared here. */
  | { readonly kind: 'container'; readonly name: string }
  | { readonly kind: 'unknown' };

export interface KernelFacts {
  readonly running: RunningKernel | null;
  /** Kernels installed as packages; empty in a container and where there are none. */
  readonly installed: readonly InstalledKernel[];
  /** The newest installed kernel of the running one's flavour. */
  readonly newest: InstalledKernel | null;
  /** The release that the default boot link (`/vmlinuz`) points to, where the distribution keeps one. */
  readonly nextBoot: string | null;
  readonly livepatches: readonly string[];
  readonly virtualization: Virtualization;
  readonly rebootRequired: { readonly is: boolean | 'unknown'; readonly why: readonly string[] };
  /** What could not be known, in plain words. */
  readonly problems: readonly string[];
}

/** Reads the facts; never throws, and says in `problems` what it could not learn. */
export async function kernelFacts(host: Host): Promise<KernelFacts> {
  if (await isWindows(host)) return windowsFacts(host);
  const [running, virtualization, flag] = await Promise.all([
    readRunning(host),
    readVirtualization(host),
    readFlag(host),
  ]);
  const problems: string[] = running === null ? ['the running kernel could not be determined'] : [];
  if (flag.problem !== undefined) problems.push(flag.problem);
  const none = { installed: [], newest: null, nextBoot: null, livepatches: [] } as const;
  if (virtualization.kind === 'container') {
    const whose = `this is a container (${virtualization.name}): its kernel belongs to the host and is patched there`;
    const rebootRequired = {
      is: flag.problem === undefined ? flag.why.length > 0 : ('unknown' as const),
      why: flag.why,
    };
    return { ...none, running, virtualization, rebootRequired, problems: [...problems, whose] };
  }
  if (virtualization.kind === 'unknown') problems.push('it is not known whether this is a container');
  const [packages, modules, nextBoot, livepatches] = await Promise.all([
    readInstalled(host),
    readModules(host),
    readNextBoot(host),
    host.listDirectory('/sys/kernel/livepatch'),
  ]);
  problems.push(...packages.problems);
  const { newest, why, problem } = compare(running, packages.installed, modules);
  if (problem !== undefined) problems.push(problem);
  const reasons = [...flag.why, ...why];
  return {
    running,
    installed: packages.installed,
    newest,
    nextBoot,
    livepatches: livepatches ?? [],
    virtualization,
    rebootRequired: { is: reasons.length > 0 ? true : problems.length > 0 ? 'unknown' : false, why: reasons },
    problems,
  };
}

/** Windows is no kernel of ours, but waits for restarts as Linux does. */
async function windowsFacts(host: Host): Promise<KernelFacts> {
  const none = { running: null, installed: [], newest: null, nextBoot: null, livepatches: [] } as const;
  const rebootRequired = await restartDue(host, await windowsBoot(host));
  const problems = rebootRequired.is === 'unknown' ? ['whether Windows waits for a restart could not be read'] : [];
  return { ...none, virtualization: { kind: 'unknown' }, rebootRequired, problems };
}

const textOf = (read: FileRead): string => (read.kind === 'text' ? read.text : '');

export async function readRunning(host: Host): Promise<RunningKernel | null> {
  let release = parseRelease(textOf(await host.readFile('/proc/sys/kernel/osrelease', 256)));
  if (release === undefined) {
    const result = await host.run(kernelRelease);
    if (result.kind === 'exited' && result.code === 0) release = parseRelease(result.stdout);
  }
  if (release === undefined) return null;
  const [version, signature] = await Promise.all([
    host.readFile('/proc/version', 4096),
    host.readFile('/proc/version_signature', 1024),
  ]);
  return { release, packageVersion: parsePackageVersion(release, textOf(version), textOf(signature)) };
}

export async function readVirtualization(host: Host): Promise<Virtualization> {
  const result = await host.run(detectContainer);
  if (result.kind === 'exited' && !result.truncated) {
    const name = result.stdout.trim();
    if (result.code === 0 && /^[a-z][a-z-]{1,30}$/.test(name)) return { kind: 'container', name };
    if (result.code === 1 && name === 'none') return { kind: 'none' };
  }
  if (await host.exists('/.dockerenv')) return { kind: 'container', name: 'docker' };
  if (await host.exists('/run/.containerenv')) return { kind: 'container', name: 'podman' };
  const named = textOf(await host.readFile('/run/systemd/container', 64)).trim();
  if (/^[a-z][a-z-]{1,30}$/.test(named)) return { kind: 'container', name: named };
  // Process 2 is the kernel's own only outside every process namespace.
  if (textOf(await host.readFile('/proc/2/comm', 64)).trim() === 'kthreadd') return { kind: 'none' };
  return { kind: 'unknown' };
}

interface Flag {
  readonly why: readonly string[];
  readonly problem: string | undefined;
}

/** Debian and Ubuntu packages leave this file when they want a reboot; it is gone after one. */
async function readFlag(host: Host): Promise<Flag> {
  const path = '/run/reboot-required';
  const flag = await host.readFile(path, 4096);
  if (flag.kind === 'missing') return { why: [], problem: undefined };
  if (flag.kind !== 'text') return { why: [], problem: `${path} is there but could not be read` };
  const lines = textOf(await host.readFile(`${path}.pkgs`, 65_536)).split('\n');
  const packages = [...new Set(lines.filter((line) => /^[a-z0-9][\w.+~-]{0,200}$/.test(line)))];
  const shown = packages.length > 5 ? [...packages.slice(0, 5), `${packages.length - 5} more`] : packages;
  return {
    why: [shown.length > 0 ? `${path} asks for it, for ${shown.join(', ')}` : `${path} asks for it`],
    problem: undefined,
  };
}

interface InstalledKernels {
  readonly installed: readonly InstalledKernel[];
  readonly problems: readonly string[];
}

async function readInstalled(host: Host): Promise<InstalledKernels> {
  const dpkg = await host.run(dpkgKernels);
  if (
    dpkg.kind === 'exited' &&
    !dpkg.truncated &&
    (dpkg.code === 0 || /no packages found matching/.test(dpkg.stderr))
  ) {
    const installed = parseDpkgKernels(dpkg.stdout);
    if (installed.length > 0) return { installed, problems: [] };
  } else if (dpkg.kind !== 'missing') {
    return { installed: [], problems: ['dpkg-query did not say which kernels are installed'] };
  }
  const byRpm = await host.run(rpmKernels);
  if (byRpm.kind === 'missing') return { installed: [], problems: [] };
  if (byRpm.kind === 'exited' && byRpm.code === 0 && !byRpm.truncated) {
    return { installed: parseRpmKernels(byRpm.stdout), problems: [] };
  }
  return { installed: [], problems: ['rpm did not say which kernels are installed'] };
}

async function readModules(host: Host): Promise<readonly string[]> {
  const names = (await host.listDirectory('/lib/modules')) ?? (await host.listDirectory('/usr/lib/modules')) ?? [];
  return names.filter((name) => parseRelease(name) !== undefined);
}

async function readNextBoot(host: Host): Promise<string | null> {
  const link = (await host.readLink('/vmlinuz')) ?? (await host.readLink('/boot/vmlinuz'));
  return (link !== undefined ? releaseOfImage(link) : undefined) ?? null;
}

interface Comparison {
  readonly newest: InstalledKernel | null;
  readonly why: readonly string[];
  readonly problem: string | undefined;
}

/** Whether a newer kernel than the running one is installed, by the package manager's own order of versions. */
export function compare(
  running: RunningKernel | null,
  installed: readonly InstalledKernel[],
  modules: readonly string[],
): Comparison {
  const answer = (newest: InstalledKernel | null, why: readonly string[], problem?: string): Comparison => ({
    newest,
    why,
    problem,
  });
  if (running === null) return answer(null, []);
  const { release } = running;
  const own = installed.find((kernel) => kernel.release === release);
  const rivals = installed.filter((kernel) => flavourOf(kernel.release) === flavourOf(release));
  const newest = newestOf(rivals);
  if (newest === undefined) {
    const outcome = `the versions of the installed kernels cannot be compared`;
    return answer(null, [], outcome);
  }
  if (newest === null) {
    // Arch and Alpine keep one kernel: an update takes the running one's modules away.
    if (modules.length > 0 && !modules.includes(release)) {
      return answer(null, [
        `the modules of the running kernel ${release} are gone; ${modules.join(', ')} is installed`,
      ]);
    }
    if (modules.length === 1) return answer(null, []);
    return answer(null, [], `the running kernel ${release} comes from no installed package, so it cannot be compared`);
  }
  const runningVersion = running.packageVersion ?? own?.version;
  if (runningVersion === undefined) {
    return answer(
      newest,
      [],
      `the running kernel ${release} comes from no installed package, so it cannot be compared`,
    );
  }
  const order = compareVersions(newest.scheme, newest.version, runningVersion);
  if (order === undefined)
    return answer(newest, [], `the versions ${newest.version} and ${runningVersion} cannot be compared`);
  if (order <= 0) return answer(newest, []);
  return answer(newest, [
    `kernel ${newest.release} (${newest.version}) is installed, ${release} (${runningVersion}) still runs`,
  ]);
}

/** null when there is none, undefined when two cannot be compared. */
function newestOf(kernels: readonly InstalledKernel[]): InstalledKernel | null | undefined {
  let newest: InstalledKernel | null = null;
  for (const kernel of kernels) {
    const order: Order | undefined =
      newest === null ? 1 : compareVersions(kernel.scheme, kernel.version, newest.version);
    if (order === undefined) return undefined;
    if (order > 0) newest = kernel;
  }
  return newest;
}

function compareVersions(name: InstalledKernel['scheme'], a: string, b: string): Order | undefined {
  return name === 'debian' ? compareBy(debian, a, b) : compareBy(rpm, a, b);
}

function compareBy<V>(scheme: Scheme<V>, a: string, b: string): Order | undefined {
  const left = scheme.parse(a);
  const right = scheme.parse(b);
  return left.ok && right.ok ? scheme.compare(left.version, right.version) : undefined;
}
