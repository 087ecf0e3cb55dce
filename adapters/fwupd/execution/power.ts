// Whether the machine is plugged in, by the kernel's word; a machine without a battery has nothing to say.
// Source: the kernel's Documentation/ABI/testing/sysfs-class-power.
import type { Host } from '../../host.ts';

const folder = '/sys/class/power_supply';

export interface Power {
  /** `unknown` where the kernel knows of no supply and no battery: a desktop, a server, a virtual machine. */
  readonly plugged: boolean | 'unknown';
  /** The fullest battery of the machine itself. */
  readonly percent: number | undefined;
}

export async function readPower(host: Host): Promise<Power> {
  const names = ((await host.listDirectory(folder)) ?? []).filter((name) => /^[\w.:-]{1,100}$/.test(name)).slice(0, 50);
  const read = async (name: string, file: string): Promise<string> => {
    const found = await host.readFile(`${folder}/${name}/${file}`, 256);
    return found.kind === 'text' ? found.text.trim() : '';
  };
  let mains: boolean | undefined;
  let percent: number | undefined;
  for (const name of names) {
    // Batteries of mice and keyboards say whose they are.
    if ((await read(name, 'scope')) === 'Device') continue;
    const type = await read(name, 'type');
    if (type === 'Mains' || type === 'USB') mains = mains === true || (await read(name, 'online')) === '1';
    if (type !== 'Battery') continue;
    const now = /^\d{1,3}$/.exec(await read(name, 'capacity'))?.[0];
    if (now !== undefined) percent = Math.max(percent ?? 0, Number(now));
    mains ??= (await read(name, 'status')) !== 'Discharging';
  }
  return { plugged: mains ?? 'unknown', percent };
}

/** Percent of a battery below which no firmware is written, plugged in or not. */
const leastPercent = 30;

/** Why no firmware should be written now; undefined where nothing speaks against it. */
export function powerFault({ plugged, percent }: Power): string | undefined {
  if (plugged === false) return 'the machine runs on battery, and firmware is only written when it is plugged in';
  if (percent !== undefined && percent < leastPercent)
    return `its battery is at ${percent} %, and firmware is only written from ${leastPercent} % on`;
  return undefined;
}
