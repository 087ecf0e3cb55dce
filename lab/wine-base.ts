// A Debian system with Wine in a folder, for the agent's build for Windows: made by hand or by CI, as it takes two minutes and 1.5 GB, and kept.
// `node lab/wine-base.ts` makes it. Wine 10 of Debian 13 starts the Node that the agent comes with; Wine 8 of Debian 12 does not.
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { mirror, whyNoLab } from './debian-base.ts';
import { runProgram } from './programs.ts';

const kept = join(import.meta.dirname, '..', '.build', 'debian');
const suite = 'trixie';
/** wixl makes an msi. */
const packages = ['ca-certificates', 'wine', 'wine64', 'wixl'];
/** With the drive C: that programs find, as of Windows 10. */
const firstStart = 'wine wineboot -i; wine winecfg -v win10; wineserver -w; test -d /root/.wine/drive_c';

export const wineBase: string = join(kept, [suite, ...packages].join('-'));

/** A plain sentence; undefined where hosts with Wine can be started. */
export const whyNoWine = async (): Promise<string | undefined> =>
  existsSync(wineBase) ? whyNoLab() : 'the root with Wine has not been made: node lab/wine-base.ts';

async function make(): Promise<void> {
  const from = mirror();
  if (from === undefined) throw new Error('the machine has no Debian mirror in its sources');
  const making = `${wineBase}.making`;
  mkdirSync(kept, { recursive: true });
  rmSync(making, { recursive: true, force: true });
  const hook = `chroot "$1" env HOME=/root WINEDEBUG=-all timeout 300 sh -c '${firstStart}'`;
  const how = ['--quiet', '--variant=minbase', `--include=${packages.join(',')}`, `--customize-hook=${hook}`];
  const made = await runProgram(['mmdebstrap', ...how, suite, making, from], 900_000);
  if (made.code !== 0) throw new Error(`no root with Wine could be made: ${made.said.trim().slice(-500)}`);
  writeFileSync(join(making, 'etc/machine-id'), '');
  renameSync(making, wineBase);
}

if (import.meta.main && !existsSync(wineBase)) await make();
