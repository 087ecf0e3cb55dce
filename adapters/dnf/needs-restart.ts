// Whether a reboot is due and which services run replaced files, by dnf's own needs-restarting.
import type { RestartNeed, Section } from '../adapter.ts';
import { ask, complaint, failed, sectionOf } from '../ask.ts';
import type { Host } from '../host.ts';
import { currentUser, needsReboot, servicesToRestart } from './commands.ts';
import { parseNeedsReboot, parseServices } from './parse.ts';
import { findTool } from './tool.ts';

export async function needsRestart(host: Host): Promise<Section<RestartNeed>> {
  const found = await findTool(host);
  if (!found.ok) return failed(found.why);
  // It exits 1 for a reboot and for its own failure alike: its words decide.
  const [reboot, services, user] = await Promise.all([
    ask(host, needsReboot(found.tool), 'dnf needs-restarting -r', [0, 1]),
    ask(host, servicesToRestart(found.tool), 'dnf needs-restarting -s', [0, 1]),
    ask(host, currentUser, 'id -u'),
  ]);
  const said = [reboot, services].map((answer) => (answer.ok ? `${answer.stderr}${answer.stdout}` : answer.why));
  if (said.some((text) => /No such command|Unknown argument "needs-restarting"/i.test(text))) {
    return failed('dnf-plugins-core is not installed, so dnf cannot say what to restart');
  }
  const problems: string[] = [];
  const items: RestartNeed[] = [];
  const verdict = reboot.ok ? parseNeedsReboot(reboot.stdout) : undefined;
  if (verdict === undefined) {
    problems.push(reboot.ok ? unusable('-r', reboot.stderr, reboot.stdout) : reboot.why);
  } else if (verdict.packages.length > 0) {
    items.push({ kind: 'reboot', why: `updated since the last boot: ${verdict.packages.slice(0, 10).join(', ')}` });
  }
  if (!services.ok) problems.push(services.why);
  else if (services.code !== 0 && services.stdout.trim() === '') problems.push(unusable('-s', services.stderr, ''));
  else {
    const units = parseServices(services.stdout);
    items.push(
      ...units.items.map((name): RestartNeed => ({
        kind: 'service',
        name,
        pid: undefined,
        why: 'dnf needs-restarting: it started before files of its packages were replaced',
      })),
    );
    if (units.unread > 0) problems.push(`dnf needs-restarting -s wrote ${units.unread} lines that cannot be read`);
  }
  if (verdict === undefined && items.length === 0) return failed(...problems);
  if (!user.ok || user.stdout.trim() !== '0') {
    problems.push('without root only processes of one user can be seen: services that need a restart may be missing');
  }
  return sectionOf(items, problems);
}

const unusable = (option: string, stderr: string, stdout: string): string =>
  `dnf needs-restarting ${option} gave no usable answer: ${complaint(stderr, stdout) || 'it says nothing'}`;
