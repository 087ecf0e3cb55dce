// The one command a person should run after reading a scan.
import type { SubjectOptions } from '../commands/scan.ts';
import type { Patch, ScannedUpdate } from '../scan-document.ts';
import type { FixList } from '../scan/fix-list.ts';
import { shellWords } from './shell-words.ts';

export interface Circumstances {
  /** What the scan was asked to look at, so that the next command looks at the same. */
  readonly subject: Partial<SubjectOptions>;
  readonly all: boolean;
  readonly root: boolean;
}

const MOST_NAMES = 6;

export function nextStep(list: FixList, circumstances: Circumstances): string {
  const { patches, open, unclear, withoutFix, incomplete, endpoint } = list;
  const suture = (...words: readonly string[]): string =>
    shellWords(['suture', ...words, ...subjectWords(circumstances.subject)]);
  const install = endpoint.inventory === 'this machine' ? installCommand(list, circumstances.root) : undefined;
  if (install !== undefined) return install;
  const first = patches[0];
  if (first !== undefined) return suture('why', first.closes[0] ?? first.source);
  const remedy = incomplete.map((gap) => gap.remedy).find((one) => one?.startsWith('suture ') === true);
  if (remedy !== undefined && remedy !== null && list.judged === 0) return remedy;
  const worst = withoutFix[0]?.first ?? [...open, ...unclear][0];
  if (worst !== undefined) return circumstances.all ? suture('why', worst) : suture('scan', '--all');
  return remedy ?? 'suture db status';
}

/** The options of the same machine, data and policy, for another command. */
export function subjectWords(subject: Partial<SubjectOptions>): readonly string[] {
  const given: readonly (readonly [string, string | undefined])[] = [
    ['--dpkg-status', subject.dpkgStatus],
    ['--rpm-qa', subject.rpmQa],
    ['--apk-installed', subject.apkInstalled],
    ['--sbom', subject.sbom],
    ['--purls', subject.purls],
    ...(subject.windowsBuild ?? []).map((build) => ['--windows-build', build] as const),
    ['--os', subject.os],
    ['--exposure', subject.exposure === 'unknown' ? undefined : subject.exposure],
    ['--policy', subject.policy === 'bod-26-04' ? undefined : subject.policy],
    ['--db', subject.db],
  ];
  return given.flatMap(([option, value]) => (value === undefined ? [] : [option, value]));
}

/** What the channel itself installs: the most urgent patches by name, or everything where those are many. */
function installCommand({ patches, updates }: FixList, root: boolean): string | undefined {
  const offered = patches.filter((patch) => patch.offered === 'yes');
  const first = offered[0];
  if (first === undefined || first !== patches[0]) return undefined;
  const urgent = offered.filter(({ due }) => due === first.due);
  const pending = updatesOf(urgent, updates);
  if (pending.length === 0 || pending.some(({ adapter }) => adapter !== pending[0]?.adapter)) return undefined;
  const names = [...new Set(pending.map((update) => update.package))];
  const sudo = root ? [] : ['sudo'];
  switch (pending[0]?.adapter) {
    case 'apt':
      if (names.length > MOST_NAMES) return shellWords([...sudo, 'apt-get', 'upgrade']);
      return names.every(isDebianName)
        ? shellWords([...sudo, 'apt-get', 'install', '--only-upgrade', ...names])
        : undefined;
    case 'npm':
      return shellWords(['npm', 'install', '--global', ...names.slice(0, MOST_NAMES)]);
    default:
      return undefined;
  }
}

const updatesOf = (patches: readonly Patch[], updates: readonly ScannedUpdate[]): readonly ScannedUpdate[] =>
  updates.filter(
    ({ package: name, heldBack }) => heldBack === null && patches.some(({ packages }) => packages.includes(name)),
  );

/** A name that begins like an option must not become one. */
const isDebianName = (name: string): boolean => /^[a-z0-9][a-z0-9+.-]{0,200}$/.test(name);
