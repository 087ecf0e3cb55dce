// Whether a reboot is due and which services and processes run deleted files, by zypper's own word.
import type { RestartNeed, Section } from '../adapter.ts';
import { ask, failed, sectionOf } from '../ask.ts';
import type { Host } from '../host.ts';
import { askZypper } from './ask-zypper.ts';
import { currentUser, needsRebooting, processesOnDeletedFiles } from './commands.ts';
import { processesIn, rebootIn } from './parse.ts';

export async function needsRestart(host: Host): Promise<Section<RestartNeed>> {
  const reboot = await askZypper(host, needsRebooting, 'zypper needs-rebooting');
  const listed = await askZypper(host, processesOnDeletedFiles, 'zypper ps');
  const user = await ask(host, currentUser, 'id -u');
  const verdict = reboot.ok ? rebootIn(reboot.root) : undefined;
  const processes = listed.ok ? processesIn(listed.root) : undefined;
  const problems = [
    ...(reboot.ok ? (verdict === undefined ? ['zypper needs-rebooting says neither yes nor no'] : []) : [reboot.why]),
    ...(listed.ok ? (processes === undefined ? ['zypper ps does not say what it found'] : []) : [listed.why]),
    ...(processes !== undefined && processes.unread > 0
      ? [`zypper ps wrote ${processes.unread} lines that cannot be read`]
      : []),
  ];
  if (verdict === undefined && processes === undefined) return failed(...problems);
  if (!user.ok || user.stdout.trim() !== '0') {
    problems.push('without root only processes of one user can be seen: what needs a restart may be missing');
  }
  const services = new Set<string>();
  const items: RestartNeed[] =
    verdict === true
      ? [{ kind: 'reboot', why: 'zypper: core libraries or services were updated since the last boot' }]
      : [];
  for (const { pid, command, service } of processes?.items ?? []) {
    const why = 'zypper ps: it uses files that were deleted or replaced';
    if (service === undefined) items.push({ kind: 'process', name: command, pid, why });
    else if (!services.has(service)) {
      services.add(service);
      items.push({
        kind: 'service',
        name: service.includes('.') ? service : `${service}.service`,
        pid: undefined,
        why,
      });
    }
  }
  return sectionOf(items, problems);
}
