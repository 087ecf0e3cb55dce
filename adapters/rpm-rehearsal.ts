// What rpm itself says of an upgrade that was tried: whether dependencies are met, and whether files are as their packages have them.
// Source: rpm(8), section VERIFY OPTIONS.
import type { RehearsalCheck } from './execution.ts';
import { complaintsOf, readVerified, type LineRead } from './rehearsal-lines.ts';
import { isRpmName } from './rpm-query.ts';

const verify = ['rpm', '--verify'] as const;
const dependencies = [...verify, '--all', '--nofiles', '--noscripts', '--nodigest', '--nosignature'] as const;
const files = [...verify, '--nodeps', '--noscripts', '--nodigest', '--nosignature', '--nomtime', '--'] as const;

/** Below `Unsatisfied dependencies for NAME:` a line for each, or behind it all of them. */
function readDependency(line: string): LineRead {
  const [, name, rest = ''] = /^Unsatisfied dependencies for (\S{1,300}):\s{0,8}(.{0,300})$/.exec(line) ?? [];
  if (name !== undefined) return rest === '' ? true : `${name} lacks ${rest}`;
  return /^\s{1,8}(\S.{0,300} (?:is needed by|conflicts with|is obsoleted by) .{1,300})$/.exec(line)?.[1];
}

export const rpmRehearsalChecks: readonly RehearsalCheck[] = [
  {
    name: 'rpm: dependencies met',
    verdict: 'fail',
    commands: [{ begins: dependencies, options: [] }],
    ask: (host) => complaintsOf(host, dependencies, readDependency, true),
  },
  {
    name: 'rpm: files as packaged',
    verdict: 'warn',
    commands: [{ begins: files, options: [] }],
    async ask(host, packages) {
      const names = packages.filter(isRpmName);
      return names.length === 0 ? [] : complaintsOf(host, [...files, ...names], readVerified, true);
    },
  },
];
