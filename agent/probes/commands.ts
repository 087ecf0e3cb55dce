// Every command that looking at an endpoint runs; none changes it. Sources: systemctl(1), ss(8), df(1).
import type { Command } from '@suture/adapters/host.ts';

const command = (argv: readonly [string, ...string[]], seconds: number): Command => ({
  argv,
  timeoutMs: seconds * 1000,
  maxOutputBytes: 4 * 1024 * 1024,
});

const list = ['systemctl', 'list-units', '--type=service', '--no-legend', '--plain', '--no-pager', '--full'] as const;

/** Those with a process, not those that did something once and are still called active. */
export const runningServices = command([...list, '--state=running'], 20);
export const failedServices = command([...list, '--state=failed'], 20);
/** What starts these services, one block each: systemd itself, on demand, or with other units. */
export const startersOf = (units: readonly string[]): Command =>
  command(
    [
      'systemctl',
      'show',
      '--no-pager',
      '--property=Id,BusName,TriggeredBy,WantedBy,RequiredBy,Transient',
      '--',
      ...units,
    ],
    20,
  );
export const listeningSockets = command(['ss', '--listening', '--tcp', '--udp', '--numeric', '--no-header'], 20);
export const freeSpace = command(
  [
    'df',
    '--local',
    '--block-size=1',
    '--output=target,avail,size,fstype',
    '--exclude-type=tmpfs',
    '--exclude-type=devtmpfs',
  ],
  20,
);
