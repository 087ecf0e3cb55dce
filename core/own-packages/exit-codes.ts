// What an installer means by the code that it ends with: as its release says, else as its kind is known to.
import type { ExitMeaning, Installer } from './release.ts';

/** Source: Microsoft's list of Windows Installer's error codes. */
const ofWindowsInstaller: ReadonlyMap<number, ExitMeaning> = new Map([
  // ERROR_UNKNOWN_PRODUCT: what is to be taken away is not there.
  [1605, 'there-already'],
  // ERROR_INSTALL_ALREADY_RUNNING.
  [1618, 'try-again'],
  // ERROR_PRODUCT_VERSION.
  [1638, 'there-already'],
  // ERROR_SUCCESS_REBOOT_INITIATED, and _REQUIRED.
  [1641, 'done-reboot'],
  [3010, 'done-reboot'],
]);

/** Windows hands codes over without a sign, Unix eight bits of them: a release may write either. */
export function meaningOf({ kind, exitCodes }: Pick<Installer, 'kind' | 'exitCodes'>, code: number): ExitMeaning {
  const said = exitCodes.find((each) => each.code === code || each.code >>> 0 === code >>> 0);
  if (said !== undefined) return said.means;
  if (code === 0) return 'done';
  return (kind === 'msi' ? ofWindowsInstaller.get(code) : undefined) ?? 'failed';
}
