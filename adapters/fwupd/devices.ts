// The devices of this machine by names that tell them apart, and what keeps each from being updated.
import type { FirmwareNeed } from '@suture/core/packages/firmware-offer.ts';
import type { HeldBack } from '../adapter.ts';
import { ask, quoted } from '../ask.ts';
import type { Command, Host } from '../host.ts';
import { type Answered, type Device, type Release, parseDevices } from './parse.ts';

export interface Named {
  /** Vendor and name; the second of two alike has ` #2` behind it, in order of their ids. */
  readonly name: string;
  readonly device: Device;
}

/** The id stays as long as the device stays where it is plugged in, so its number does too. */
export function namedDevices(devices: readonly Device[]): readonly Named[] {
  const taken = new Map<string, number>();
  const distinct = new Map(devices.filter(({ flags }) => !flags.has('historical')).map((each) => [each.id, each]));
  return [...distinct.values()]
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
    .map((device) => {
      const { vendor, name } = device;
      const whole = vendor === undefined || name.startsWith(vendor) ? name : `${vendor} ${name}`;
      const number = (taken.get(whole) ?? 0) + 1;
      taken.set(whole, number);
      return { name: number === 1 ? whole : `${whole} #${number}`, device };
    });
}

/** `exits`: 2 is an answer too where it is in the words of an answer. */
export async function askDevices(
  host: Host,
  command: Command,
): Promise<Answered<readonly Device[]> & { readonly cut?: string }> {
  const name = command.argv.slice(0, 2).join(' ');
  const answer = await ask(host, command, name, [0, 1, 2]);
  if (!answer.ok) return { ok: false, nothing: false, why: answer.why };
  const [cut] = answer.problems;
  if (cut !== undefined) return { ok: false, nothing: false, why: cut };
  const read = parseDevices(answer.stdout);
  if (!read.ok) return { ...read, why: `${name}: ${read.why}` };
  if (answer.code !== 0)
    return { ok: false, nothing: false, why: `${name} failed (exit ${answer.code}) with an answer` };
  return read;
}

/** The release fwupd would install: the first that it calls an upgrade. */
export const upgradeOf = ({ releases }: Device): Release | undefined =>
  releases.find(({ flags }) => flags.has('is-upgrade'));

/** All that stand between what is installed and this one: their fixes come along. */
export const upgradesOf = ({ releases }: Device): readonly Release[] =>
  releases.filter(({ flags }) => flags.has('is-upgrade'));

/** fwupd's FwupdDeviceProblem, in words. Source: libfwupd/fwupd-enums. */
const problems: ReadonlyMap<string, string> = new Map([
  ['system-power-too-low', 'the battery of the machine is too low'],
  ['power-too-low', 'the battery of the device is too low'],
  ['require-ac-power', 'the machine must be plugged in'],
  ['lid-is-closed', 'the lid must be open'],
  ['unreachable', 'the device is out of reach'],
  ['update-pending', 'an update waits for a restart already'],
  ['update-in-progress', 'an update is being installed'],
  ['is-emulated', 'the device is emulated'],
  ['missing-license', 'a licence of the vendor is missing'],
  ['system-inhibit', 'another program inhibits firmware updates'],
  ['display-required', 'a display must be connected'],
  ['lower-priority', 'the same device is found in a better way'],
  ['insecure-platform', 'the platform is not secured'],
  ['firmware-locked', 'the firmware is locked in its settings'],
  ['in-use', 'the device is in use'],
]);

/** What is written and does not run at once: nothing would show that it worked, so a person does it, by the machine. */
const byHand: readonly (readonly [flag: string, why: string])[] = [
  [
    'needs-shutdown',
    'needs the machine shut down: write it there with fwupdmgr update, and switch the machine off and on',
  ],
  ['needs-reboot', 'needs a reboot: write it there with fwupdmgr update, and restart the machine'],
  [
    'needs-bootloader',
    'needs the device put into its bootloader by hand: do so, and write it there with fwupdmgr update',
  ],
  ['needs-activation', 'needs an activation: write it there with fwupdmgr update, then fwupdmgr activate'],
  ['affects-fde', 'may ask for the recovery key of the disk: have it at hand, and write it there with fwupdmgr update'],
];

/** Why it is not installed now, neither by fwupd itself nor by a plan; undefined where nothing speaks against it. */
export function heldBackOf({ flags, problems: named, updateError }: Device, release: Release): HeldBack | undefined {
  if (release.flags.has('blocked-approval'))
    return { cause: 'hold', why: 'needs approval on the machine (fwupdmgr set-approved-firmware)' };
  if (release.flags.has('blocked-version'))
    return { cause: 'dependencies', why: 'needs another firmware version to be installed first' };
  const words = named.map((problem) => problems.get(problem) ?? `fwupd says ${quoted(problem)}`);
  if (words.length > 0) return { cause: 'unknown', why: words.join('; ') };
  if (flags.has('locked'))
    return { cause: 'unknown', why: 'the device must be unlocked by hand first (fwupdmgr unlock)' };
  if (!flags.has('updatable'))
    return {
      cause: 'unknown',
      why: updateError === undefined ? 'fwupd cannot update it now' : `fwupd says: ${updateError}`,
    };
  const hand = byHand.find(([flag]) => flags.has(flag));
  return hand === undefined ? undefined : { cause: 'unknown', why: hand[1] };
}

/** What installing it asks of the machine. */
export const needsOf = ({ flags }: Device): readonly FirmwareNeed[] => [
  ...(flags.has('require-ac') ? (['ac-power'] as const) : []),
  ...(flags.has('needs-bootloader') ? (['bootloader'] as const) : []),
  ...(flags.has('needs-shutdown') ? (['shutdown'] as const) : flags.has('needs-reboot') ? (['reboot'] as const) : []),
  ...(flags.has('needs-activation') ? (['activation'] as const) : []),
  ...(flags.has('affects-fde') ? (['recovery-key'] as const) : []),
];
