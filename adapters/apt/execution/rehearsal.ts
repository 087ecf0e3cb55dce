// What dpkg itself says of an upgrade that was tried: whether files are as their packages have them. Whether its records are whole, apply judges.
// Source: dpkg(1), `--verify`, whose lines are rpm's.
import type { RehearsalCheck } from '../../execution.ts';
import { complaintsOf, readVerified } from '../../rehearsal-lines.ts';
import { isPackageName } from '../policy-names.ts';

const verify = ['dpkg', '--verify', '--'] as const;

export const rehearsalChecks: readonly RehearsalCheck[] = [
  {
    name: 'dpkg: files as packaged',
    verdict: 'warn',
    commands: [{ begins: verify, options: [] }],
    async ask(host, packages) {
      const names = packages.filter(isPackageName);
      return names.length === 0 ? [] : complaintsOf(host, [...verify, ...names], readVerified, true);
    },
  },
];
