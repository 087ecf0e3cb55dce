// What an update of firmware says in its reason: what it closes, how urgent its vendor calls it, and what it asks of the machine.

export interface FirmwareOffer {
  /** CVEs and advisories that it and the releases before it close, the first of them. */
  readonly closes: readonly string[];
  /** How many more it closes. */
  readonly closesMore: number;
  /** As its vendor calls it: `critical`; undefined where it does not. */
  readonly urgency: string | undefined;
  readonly needs: readonly FirmwareNeed[];
}

export type FirmwareNeed = keyof typeof FIRMWARE_NEEDS;

/** In words. */
export const FIRMWARE_NEEDS = {
  'ac-power': 'the machine plugged in',
  bootloader: 'the device put into its bootloader by hand',
  shutdown: 'a shutdown',
  reboot: 'a reboot',
  activation: 'activation afterwards',
  'recovery-key': 'the recovery key of the disk at hand',
} as const;

const NEEDS = Object.keys(FIRMWARE_NEEDS) as FirmwareNeed[];
const NAMED = 12;
const NOTHING = 'its release names no vulnerability, which may mean either';

/** `closes`: all of them. */
export function sayFirmwareOffer({ closes, urgency, needs }: Omit<FirmwareOffer, 'closesMore'>): string {
  const more = closes.length - NAMED;
  const named = closes.slice(0, NAMED).join(', ');
  return [
    closes.length === 0 ? NOTHING : `closes ${named}${more > 0 ? ` and ${more} more` : ''}`,
    ...(urgency === undefined ? [] : [`its vendor calls it ${urgency}`]),
    ...(needs.length === 0 ? [] : [`needs ${needs.map((need) => FIRMWARE_NEEDS[need]).join(' and ')}`]),
  ].join('; ');
}

/** Of any text: what is not said in these words is not known. Never throws. */
export function readFirmwareOffer(why: string): FirmwareOffer {
  const parts = why.split('; ');
  const after = (start: string): string => parts.find((part) => part.startsWith(start))?.slice(start.length) ?? '';
  const closes = /^([\w.-]+(?:, [\w.-]+){0,50})(?: and (\d{1,6}) more)?$/.exec(after('closes '));
  const urgency = after('its vendor calls it ');
  const needs = new Set(after('needs ').split(' and '));
  return {
    closes: closes?.[1]?.split(', ') ?? [],
    closesMore: Number(closes?.[2] ?? 0),
    urgency: /^[a-z]{1,20}$/.test(urgency) ? urgency : undefined,
    needs: NEEDS.filter((need) => needs.has(FIRMWARE_NEEDS[need])),
  };
}

/** Package URLs of firmware begin so. */
export const FIRMWARE_PURL = 'pkg:generic/firmware/';
