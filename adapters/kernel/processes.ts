// Which processes still execute code that an update has replaced, read from /proc.
import type { RestartNeed, Section } from '../adapter.ts';
import type { Host } from '../host.ts';
import { deletedCode, homeOf, type Home } from './parse.ts';

const maxMapsBytes = 8 << 20;
const maxProcesses = 100_000;
const batch = 64;

interface OldProcess {
  readonly pid: number;
  readonly command: string;
  readonly kind: 'service' | 'process';
  readonly name: string;
  readonly where: string;
  readonly files: readonly string[];
}

/** One need for each service, and for each process outside services; partial where processes could not be read. */
export async function processesOnOldCode(host: Host): Promise<Section<RestartNeed>> {
  const pids = ((await host.listDirectory('/proc')) ?? []).filter((name) => /^[1-9]\d{0,9}$/.test(name)).map(Number);
  if (pids.length === 0) {
    return { status: 'failed', items: [], problems: ['the processes cannot be listed: /proc is not readable'] };
  }
  let denied = 0;
  let unread = Math.max(0, pids.length - maxProcesses);
  const old: OldProcess[] = [];
  const examine = async (pid: number): Promise<void> => {
    const maps = await host.readFile(`/proc/${pid}/maps`, maxMapsBytes);
    // A process that ended meanwhile runs no old code.
    if (maps.kind === 'missing') return;
    if (maps.kind === 'denied') denied += 1;
    if (maps.kind === 'failed' || (maps.kind === 'text' && maps.truncated)) unread += 1;
    if (maps.kind !== 'text') return;
    const files = deletedCode(maps.text);
    if (files.length > 0) old.push(await describe(host, pid, files));
  };
  for (let at = 0; at < Math.min(pids.length, maxProcesses); at += batch) {
    await Promise.all(pids.slice(at, at + batch).map(examine));
  }
  const problems = [
    ...(denied > 0
      ? [
          `${processes(denied)} may not be looked into; only root may look into every process, and some sandboxes forbid even that`,
        ]
      : []),
    ...(unread > 0 ? [`${processes(unread)} could not be read to the end`] : []),
    // A mount option (hidepid) hides other users' processes altogether.
    ...(pids.includes(1) ? [] : ['the processes of other users are hidden; root sees them']),
  ];
  const items = needs(old);
  return problems.length === 0 ? { status: 'complete', items, problems: [] } : { status: 'partial', items, problems };
}

const processes = (count: number): string => (count === 1 ? '1 process' : `${count} processes`);

async function describe(host: Host, pid: number, files: readonly string[]): Promise<OldProcess> {
  const [comm, cgroup, space, ownSpace] = await Promise.all([
    host.readFile(`/proc/${pid}/comm`, 256),
    host.readFile(`/proc/${pid}/cgroup`, 16_384),
    host.readLink(`/proc/${pid}/ns/pid`),
    host.readLink('/proc/self/ns/pid'),
  ]);
  const command = plain(comm.kind === 'text' ? comm.text.trim() : '') || `process ${pid}`;
  const apart = space !== undefined && ownSpace !== undefined && space !== ownSpace;
  const home: Home = apart ? { kind: 'container', name: '' } : homeOf(cgroup.kind === 'text' ? cgroup.text : '');
  if (home.kind === 'service') return { pid, command, files, kind: 'service', name: plain(home.name), where: '' };
  const where =
    home.kind === 'container'
      ? `, in a container ${plain(home.name)}`.trimEnd()
      : pid === 1 && command === 'systemd'
        ? ' (systemctl daemon-reexec renews it)'
        : '';
  return { pid, command, files, kind: 'process', name: command, where };
}

function needs(old: readonly OldProcess[]): readonly RestartNeed[] {
  const groups = new Map<string, OldProcess[]>();
  for (const process of [...old].sort((a, b) => a.pid - b.pid)) {
    const key = process.kind === 'service' ? process.name : `${process.pid}`;
    groups.set(key, [...(groups.get(key) ?? []), process]);
  }
  return [...groups.values()].flatMap((group): RestartNeed[] => {
    const [first] = group;
    if (first === undefined) return [];
    const files = [...new Set(group.flatMap((process) => process.files))].sort();
    const more = group.length > 1 ? ` and ${group.length - 1} more` : '';
    const verb = group.length > 1 ? 'run' : 'runs';
    const why = `${first.command} (process ${first.pid})${more} still ${verb} ${listed(files)}, replaced or removed on disk${first.where}`;
    return [{ kind: first.kind, name: first.name, pid: first.pid, why }];
  });
}

function listed(files: readonly string[]): string {
  const names = files.slice(0, 3).map((file) => plain(file.slice(0, 200)));
  return files.length > 3 ? `${names.join(', ')} and ${files.length - 3} more` : names.join(', ');
}

/** Names come from whoever started the process: nothing that moves a terminal's cursor gets through. */
function plain(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\uFFFD]/gu, '');
}
