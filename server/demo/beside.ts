// What machines of the demo report beside their system: desktops their applications, real machines the firmware of their devices.
import { type FirmwareNeed, sayFirmwareOffer } from '@suture/core/packages/firmware-offer.ts';
import type { AvailableUpdate } from '@suture/core/packages/package-set-available.ts';
import type { Package } from '@suture/core/packages/package.ts';
import { buildPurl } from '@suture/core/packages/purl.ts';
import type { Cohort } from './fleet.ts';

export interface Beside {
  readonly adapter: string;
  readonly installed: readonly Package[];
  /** Undefined where the adapter knows of no channel. */
  readonly available: readonly AvailableUpdate[] | undefined;
}

/** winget's id, its name in Windows' list, publisher, version, what is offered; the last: on which of three machines. */
const APPLICATIONS: readonly (readonly [string, string, string, string, string, string])[] = [
  ['Mozilla.Firefox', 'Mozilla Firefox (x64 en-US)', 'Mozilla', '131.0.3', '132.0.1', '012'],
  ['Google.Chrome', 'Google Chrome', 'Google LLC', '130.0.6723', '131.0.6778', '01'],
  ['7zip.7zip', '7-Zip 24.08 (x64)', 'Igor Pavlov', '24.08', '24.09', '01'],
  ['Notepad++.Notepad++', 'Notepad++ (64-bit x64)', 'Notepad++ Team', '8.7', '8.7', '12'],
  ['VideoLAN.VLC', 'VLC media player', 'VideoLAN', '3.0.20', '3.0.21', '0'],
  ['Zoom.Zoom', 'Zoom Workplace (64-bit)', 'Zoom', '6.2.3', '6.2.7', '02'],
];

/** As winget's index has them: id, name, newest version. */
export const offeredApplications = (): readonly (readonly [string, string, string])[] =>
  APPLICATIONS.map(([id, name, , , newest]) => [id, name.replace(/ \(.*\)$/, ''), newest]);

/** In no channel. */
const OWN: readonly (readonly [string, string, string | undefined, string])[] = [
  ['Kestrel Order Desk', '4.1.0', 'Kestrel Foods IT', '012'],
  ['Label Printer Driver', '2.8', 'Tarwag Instruments', '01'],
  ['Shift Planner', '1.12', undefined, '2'],
];

const generic = (namespace: string, name: string, version: string, origin?: string): Package => ({
  purl: buildPurl({ type: 'generic', namespace, name, version }),
  ecosystem: undefined,
  name,
  version,
  arch: undefined,
  source: { name, version },
  ...(origin === undefined ? {} : { origin }),
});

function applications(variant: string): readonly Beside[] {
  const here = APPLICATIONS.filter(([, , , , , on]) => on.includes(variant));
  const offers = here.filter(([, , , has, offered]) => has !== offered);
  const own = OWN.filter(([, , , on]) => on.includes(variant));
  return [
    {
      adapter: 'winget',
      installed: here.map(([id, , , version]) => generic('winget', id, version)),
      available: offers.map(([id, , , version, candidate]) => offer(id, version, candidate, 'winget')),
    },
    {
      adapter: 'windows-programs',
      installed: [
        ...here.map(([, name, publisher, version]) => generic('windows-programs', name, version, publisher)),
        ...own.map(([name, version, publisher]) => generic('windows-programs', name, version, publisher)),
      ],
      available: undefined,
    },
  ];
}

interface Device {
  readonly name: string;
  readonly vendor: string;
  readonly has: readonly [string, string];
  readonly newest: string;
  readonly urgency: string | undefined;
  readonly closes: readonly string[];
  readonly needs: readonly FirmwareNeed[];
}

/** The year is that of the story; nobody gives such numbers out. */
const devices = (year: number): readonly Device[] => [
  {
    name: 'Alder S2 System Firmware',
    vendor: 'Alder Systems',
    has: ['1.14.0', '1.16.2'],
    newest: '1.18.0',
    urgency: 'critical',
    closes: [`CVE-${year}-990901`, `CVE-${year}-990902`],
    needs: ['ac-power', 'reboot'],
  },
  {
    name: 'Tern NVMe 960',
    vendor: 'Tern Storage',
    has: ['2B4QFXO7', '2B4QFXO7'],
    newest: '4B4QFXO7',
    urgency: 'high',
    closes: [],
    needs: ['ac-power', 'shutdown'],
  },
  {
    name: 'UEFI dbx',
    vendor: 'UEFI Forum',
    has: ['371', '371'],
    newest: '371',
    urgency: undefined,
    closes: [],
    needs: [],
  },
];

function firmware(variant: number, year: number): readonly Beside[] {
  const here = devices(year).map((device) => ({ ...device, version: device.has[variant % 2] ?? device.has[0] }));
  return [
    {
      adapter: 'fwupd',
      installed: here.map(({ name, vendor, version }) => generic('firmware', name, version, vendor)),
      available: here
        .filter(({ version, newest }) => version !== newest)
        .map(({ name, version, newest, closes, urgency, needs }) => ({
          ...offer(name, version, newest, 'lvfs'),
          security: { is: closes.length > 0, why: sayFirmwareOffer({ closes, urgency, needs }) },
        })),
    },
  ];
}

const offer = (name: string, installed: string, candidate: string, origin: string): AvailableUpdate => ({
  package: name,
  arch: undefined,
  source: { name, version: candidate },
  installed,
  candidate,
  origin,
  security: { is: 'unknown', why: 'the channel does not say' },
  heldBack: undefined,
  bytes: undefined,
});

/** `hostname` ends in the machine's number in its cohort. */
export function besideOf({ name }: Cohort, hostname: string, year: number): readonly Beside[] {
  const number = Number(/\d+$/.exec(hostname)?.[0] ?? 0);
  if (name === 'office') return applications(String(number % 3));
  return name === 'db' || name === 'build' ? firmware(number, year) : [];
}
