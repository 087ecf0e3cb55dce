// The executing half of the zypper adapter: steps carried out by zypper, judged by rpm's database.
import { ask } from '../../ask.ts';
import type { Refusal } from '../../execution.ts';
import { executionOf } from '../../execution-of.ts';
import type { Host } from '../../host.ts';
import type { Fault, Manager, Pending, Simulated } from '../../manager.ts';
import { matchesPattern } from '../../pattern.ts';
import {
  allowsRpm,
  failedScriptlet,
  finishErasing,
  goBackByRpm,
  keptIn,
  lookAtRpms,
  offerFrom,
  rpmDecides,
  rpmFault,
  rpmLock,
  verifiedFiles,
} from '../../rpm-execution.ts';
import { rpmRehearsalChecks } from '../../rpm-rehearsal.ts';
import { newFolder, previousFolder, refuse, spaceAt, spaceMargin } from '../../staging.ts';
import { plainText, transcriptOf } from '../../transcripts.ts';
import { currentUser } from '../commands.ts';
import { readLocks } from '../locks.ts';
import { planIn } from '../plan.ts';
import { changeOf, needsBoot } from '../simulate.ts';
import { parseXml } from '../xml.ts';
import * as commands from './commands.ts';

async function look(host: Host) {
  const { patterns, problems } = await readLocks(host);
  if (problems[0] !== undefined) return { ok: false as const, why: problems[0] };
  return lookAtRpms(host, (name) => patterns.some((pattern) => matchesPattern(pattern, name)));
}

async function simulate(host: Host, { changes }: Pending): Promise<Simulated | Refusal> {
  const user = await ask(host, currentUser, 'id -u');
  if (!user.ok || user.stdout.trim() !== '0') return refuse('precheck-failed', 'zypper works out a step for root only');
  const result = await host.run(commands.simulateStep(changes));
  if (result.kind === 'missing') return refuse('precheck-failed', 'zypper is not installed');
  if (result.kind === 'timeout') return refuse('precheck-timeout', 'zypper did not end its simulation in 5 minutes');
  if (result.kind === 'failed') return refuse('precheck-failed', `zypper could not be run: ${result.reason}`);
  const xml = parseXml(result.stdout);
  const plan = xml.ok && result.code === 0 ? planIn(xml.root) : undefined;
  if (plan === undefined) {
    const fault = faultIn(`${result.stdout}\n${result.stderr}`);
    if (fault === undefined) return refuse('precheck-failed', `zypper shows no plan (exit ${result.code})`);
    return refuse(fault.cause === 'install-failed' ? 'precheck-failed' : fault.cause, fault.why);
  }
  if (plan.rows.unread > 0)
    return refuse('precheck-failed', `zypper’s plan has ${plan.rows.unread} entries that cannot be read`);
  const would = plan.rows.items.map(changeOf);
  const [system, variable] = await spaceAt(host, ['/usr', '/var']);
  const { bytesToDownload, bytesOnDisk } = plan;
  return {
    ok: true,
    changes: would,
    bytesToDownload,
    bytesOnDisk,
    reboot: would.some((change) => needsBoot.test(change.package)) ? true : 'unknown',
    space: [
      { path: system?.target ?? '/', needed: Math.max(0, bytesOnDisk ?? 0) + spaceMargin, free: system?.free },
      { path: variable?.target ?? '/var', needed: (bytesToDownload ?? 0) + spaceMargin, free: variable?.free },
    ],
  };
}

const fetch: Manager['fetch'] = async (host, { changes }, staging) => {
  const folder = newFolder(staging);
  const arriving = changes.flatMap((change) => (change.to === null ? [] : [{ ...change, version: change.to }]));
  if (arriving.length === 0) return { ok: true, files: [] };
  const result = await host.run(commands.download(changes, folder));
  if (result.kind === 'timeout') return refuse('download-stalled', 'the download did not end in 10 minutes');
  if (result.kind !== 'exited') return refuse('download-failed', 'zypper could not be run');
  // It says so with exit 0 where something could not be fetched: the files are counted and looked into.
  const fault = faultIn(`${result.stdout}\n${result.stderr}`);
  if (result.code !== 0 && fault !== undefined)
    return refuse(fault.cause === 'install-failed' ? 'download-failed' : fault.cause, fault.why);
  const files = await verifiedFiles(host, folder, arriving);
  return !files.ok && files.cause === 'download-failed' && fault !== undefined
    ? refuse('download-failed', fault.why)
    : files;
};

const previous: Manager['previous'] = async (host, { changes }, staging) => {
  const folder = previousFolder(staging);
  const leaving = changes.flatMap((change) => (change.from === null ? [] : [{ ...change, from: change.from }]));
  // One that no repository has any more would keep zypper from fetching the others.
  for (const change of leaving) await host.run(commands.downloadPrevious(change, folder));
  return offerFrom(host, folder, leaving);
};

const cut = (text: string): string => text.replaceAll(/\s+/g, ' ').trim().slice(0, 200);

/** The most specific cause wins. Source: zypper's and libzypp's messages; in XML quotation marks are entities. */
export function faultIn(output: string): Fault | undefined {
  const text = plainText(output).replaceAll('&apos;', "'").replaceAll('&quot;', '"');
  const locked = /System management is locked by the application with pid (\d{1,9})(?: \(([^)\n]{1,100})\))?/.exec(
    text,
  );
  if (locked !== null)
    return { cause: 'lock-held', why: `zypper is locked by ${locked[2] ?? 'a process'} (pid ${locked[1]})` };
  if (
    /(?:wrong|invalid) (?:checksum|digest)|Digest verification failed|checksum (?:mismatch|does not match)|package integrity/i.test(
      text,
    )
  )
    return {
      cause: 'hash-mismatch',
      why: cut(/^[^\n]*(?:checksum|[Dd]igest|integrity)[^\n]*/m.exec(text)?.[0] ?? 'a file is not the one announced'),
    };
  if (/Signature verification failed|is not signed|\[Signature|signature verification/i.test(text))
    return {
      cause: 'signature-mismatch',
      why: cut(/^[^\n]*[Ss]ignature[^\n]*/m.exec(text)?.[0] ?? 'a package is not signed'),
    };
  const gone = /No provider of '([^'\n]{1,200})' found|Package '([^'\n]{1,200})' not found/.exec(text);
  if (gone !== null) return { cause: 'drifted', why: cut(`${gone[1] ?? gone[2]} is not offered any more`) };
  const problem = /Problem(?: \d+)?: ((?:the to be installed |the installed )?[^\n]{1,300})/.exec(text);
  if (problem !== null) return { cause: 'dependency-conflict', why: cut(problem[1] ?? '') };
  const fetching =
    /(?:Failed to provide Package|File '[^'\n]{1,300}' not found on medium|Download \(curl\) error|Timeout exceeded when accessing|Valid metadata not found|Failed to retrieve|Media source)[^\n]{0,200}/.exec(
      text,
    );
  if (fetching !== null) return { cause: 'download-failed', why: cut(fetching[0]) };
  const rpm = rpmFault(text);
  if (rpm !== undefined) return rpm;
  const failed = /(?:Installation|Removal) of \(?(\S{1,200}?)\)?(?:\([^\n]{1,100})? failed:?[^\n]{0,200}/.exec(text);
  return failed === null ? undefined : { cause: 'install-failed', why: cut(failed[0]) };
}

const manager: Manager = {
  tool: 'zypper',
  preparingCommands: commands.preparingCommands,
  installingCommands: commands.installingCommands,
  stagesFiles: true,
  rehearsalChecks: rpmRehearsalChecks,
  allows: allowsRpm,
  unhold: (name) => `zypper removelock ${name}`,
  look,
  lock: (host) => rpmLock(host, ['/run/zypp.pid', '/var/run/zypp.pid']),
  simulate,
  fetch,
  previous,
  install: ({ changes }, _staged, staging) => [commands.install(changes, newFolder(staging))],
  back: ({ returning, leaving }) => {
    const files = returning.map(({ file }) => file.path);
    return [commands.goBack(files, leaving), ...(files.length === 0 ? [] : [goBackByRpm(files)])];
  },
  repair: async (host) => finishErasing(await look(host)),
  readTranscript: (output) => transcriptOf(output, rpmDecides),
  faultIn,
  noticedIn: failedScriptlet,
  keptIn,
};

export const execution = executionOf(manager);
