// Reads what `apt-get --simulate` would do. Source: apt's apt-private/private-output.cc and cmdline/apt-get.cc.
import type { Change } from '../adapter.ts';
import { isPackageName } from './policy-names.ts';

export interface AptSimulation {
  /** It says how many would be upgraded, which it does for none as well. */
  readonly isPlan: boolean;
  readonly changes: readonly Change[];
  /** Names (with `:arch` for foreign ones) apt says it keeps back. */
  readonly keptBack: readonly string[];
  readonly phased: readonly string[];
}

const install = /^Inst ([^\s:]+)(?::(\S+))?(?: \[([^\]\s]+)\])? \((\S+)(?: [^)]*?)?(?: \[([^\]\s]+)\])?\)/;
const removal = /^(?:Remv|Purg) ([^\s:]+)(?::(\S+))?(?: \[([^\]\s]+)\])?(?: |$)/;

export function parseSimulation(text: string): AptSimulation {
  const lists = { keptBack: [] as string[], phased: [] as string[], downgraded: [] as string[] };
  const inst: RegExpExecArray[] = [];
  const changes: Change[] = [];
  const removed = new Set<string>();
  let list: string[] | undefined;
  for (const line of text.split('\n')) {
    if (line.startsWith('  ')) {
      for (const name of line.trim().split(/\s+/)) if (isPackageName(name.split(':', 1)[0] ?? '')) list?.push(name);
      continue;
    }
    list = listUnder(line, lists);
    const installs = install.exec(line);
    if (installs !== null) inst.push(installs);
    const removes = removal.exec(line);
    if (removes?.[1] !== undefined && !removed.has(`${removes[1]}:${removes[2] ?? ''}`)) {
      removed.add(`${removes[1]}:${removes[2] ?? ''}`);
      changes.push({ kind: 'remove', package: removes[1], arch: removes[2], from: removes[3] ?? 'unknown' });
    }
  }
  const downgraded = new Set(lists.downgraded);
  for (const [, name = '', foreign, from, to = '', arch] of inst) {
    const change = { package: name, arch: arch ?? foreign, to };
    if (from === undefined) changes.push({ kind: 'install', ...change });
    else
      changes.push({
        kind: downgraded.has(foreign ? `${name}:${foreign}` : name) ? 'downgrade' : 'upgrade',
        ...change,
        from,
      });
  }
  const isPlan = changes.length > 0 || /^(?:\d+ upgraded, \d+ newly installed, |Summary:$)/m.test(text);
  return { isPlan, changes, keptBack: lists.keptBack, phased: lists.phased };
}

function listUnder(
  line: string,
  lists: { keptBack: string[]; phased: string[]; downgraded: string[] },
): string[] | undefined {
  if (/^The following upgrades have been deferred due to phasing:|^Not upgrading yet due to phasing:/.test(line))
    return lists.phased;
  if (/^The following packages have been kept back:|^Not upgrading:/.test(line)) return lists.keptBack;
  if (/^The following packages will be DOWNGRADED:|^DOWNGRADING:/.test(line)) return lists.downgraded;
  return undefined;
}

/** apt's own words for a failure: its `E:` lines, or the last line it wrote. At most 300 characters. */
export function aptComplaint(stderr: string, stdout: string): string {
  const errors = stderr.split('\n').filter((line) => line.startsWith('E: '));
  const words =
    errors.length > 0
      ? errors.map((line) => line.slice(3)).join('; ')
      : (`${stdout}\n${stderr}`.trim().split('\n').at(-1) ?? '');
  return words.replace(/[^\x20-\x7e]/g, '?').slice(0, 300);
}
