// The work of `suture firmware`.
import { readHardware, type Hardware, type HardwareDevice } from '@suture/adapters/fwupd/hardware.ts';
import type { Host } from '@suture/adapters/host.ts';
import { localHost } from '@suture/adapters/local-host.ts';
import { AppError } from '@suture/core/app-error.ts';
import type { Context } from '../context.ts';
import { type Column, wantedRows, writeRows } from '../output/rows.ts';
import { plural } from '../output/words.ts';
import type { ListOptions } from './server-options.ts';

/** `host`: the machine that is asked. */
export async function firmware(options: ListOptions, context: Context, host: Host = localHost): Promise<void> {
  const most = wantedRows(options);
  const read = await readHardware(host);
  if (!read.ok) {
    throw new AppError(
      'environment',
      `the firmware of this machine is not known: ${read.why}`,
      'fwupd is what knows it: is it installed, and does its daemon run?',
    );
  }
  const rows = read.devices.toSorted(byWorth);
  const { hostSecurity, noHostSecurity, problems } = read;
  const list = {
    schema: 'suture.firmware/1',
    about: { hostSecurity, noHostSecurity, problems },
    rows: rows.slice(0, most),
    total: rows.length,
    columns: COLUMNS,
    said: said(read),
    next: rows.some(({ newest }) => newest !== null) ? 'suture plan --help' : 'suture scan',
  };
  writeRows(list, options, context);
}

/** What closes something first, then what is newer, then the rest. */
const byWorth = (one: HardwareDevice, other: HardwareDevice): number =>
  other.closes.length - one.closes.length ||
  Number(other.newest !== null) - Number(one.newest !== null) ||
  (one.name < other.name ? -1 : 1);

const COLUMNS: readonly Column<HardwareDevice>[] = [
  { name: 'device', shown: ({ name }) => name },
  { name: 'runs', shown: ({ version }) => version ?? 'does not say' },
  { name: 'newer', shown: ({ newest }) => newest ?? '' },
  { name: 'urgency', shown: ({ urgency }) => urgency ?? '' },
  { name: 'fixes', shown: ({ closes }) => closes.join(' ') },
  { name: 'needs', shown: ({ needs }) => needs.join(', ') },
  { name: 'held back', shown: ({ heldBack }) => heldBack ?? '' },
];

function said({ devices, hostSecurity, noHostSecurity, problems }: Hardware): readonly string[] {
  const newer = devices.filter(({ newest }) => newest !== null);
  const closing = newer.filter(({ closes }) => closes.length > 0).length;
  const known = plural(devices.length, 'device', 'devices');
  return [
    newer.length === 0
      ? `${known}, and no newer firmware is known.`
      : `${known}; newer firmware for ${newer.length}, of which ${closing} say${closing === 1 ? 's' : ''} what it fixes.`,
    hostSecurity === null
      ? `The host security id is not known: ${noHostSecurity ?? 'no reason was given'}.`
      : `Host security id: ${hostSecurity}.`,
    ...problems.map((problem) => `Not known: ${problem}.`),
  ];
}
