// The executing half of the snap adapter: snaps become what their channel has, and go back to the revision that snapd kept; or they go.
import type { VersionChange } from '@suture/core/rollouts/plan-document.ts';
import { ask } from '../../ask.ts';
import type { Refusal, RollbackOffer, StagedFile } from '../../execution.ts';
import { executionOf } from '../../execution-of.ts';
import type { Host } from '../../host.ts';
import { oncePer, type Fault, type Looked, type Manager, type Pending, type Simulated } from '../../manager.ts';
import { byName, type Present } from '../../presence.ts';
import { bytesOf, digestsOf, refuse, spaceAt, spaceMargin } from '../../staging.ts';
import { plainText, transcriptOf } from '../../transcripts.ts';
import { bootsFrom, heldOf, readRefreshes, withRevision } from '../available.ts';
import { changesUnderWay, currentTime } from '../commands.ts';
import { isName, parseChanges, type Snap } from '../parse.ts';
import { askSnapd, askSnaps } from '../questions.ts';
import * as commands from './commands.ts';

/** Where snapd keeps the files of every revision that is here. */
const files = '/var/lib/snapd/snaps';
const fileOf = ({ name, revision }: Pick<Snap, 'name' | 'revision'>): string => `${files}/${name}_${revision}.snap`;

async function look(host: Host): Promise<Looked> {
  const [snaps, time] = await Promise.all([askSnaps(host), ask(host, currentTime, 'date')]);
  if (!snaps.ok) return { ok: false, why: snaps.why };
  const now = time.ok && /^\d{1,12}$/.test(time.stdout.trim()) ? Number(time.stdout.trim()) : undefined;
  const present = snaps.value
    .filter(({ isActive }) => isActive)
    .map((snap): Present => ({
      name: snap.name,
      arch: undefined,
      version: snap.version,
      alias: withRevision(snap),
      whole: true,
      // The machine's own hold is of what snapd does by itself.
      held: heldOf(snap.heldUntil, now, '') !== undefined,
    }));
  return { ok: true, packages: byName(present), audit: { state: 'clean' } };
}

/** `to` is undefined where the snap goes. */
interface Target {
  readonly change: VersionChange;
  readonly from: Snap;
  readonly to: Snap | undefined;
}

const targetsOf = oncePer(async (host: Host, { changes }: Pending): Promise<readonly Target[] | Refusal> => {
  const comes = changes.find(({ from }) => from === null);
  if (comes !== undefined)
    return refuse(
      'drifted',
      `${comes.package} would be installed: what a snap brings along only shows when it is there, so that is left to a person`,
    );
  const [stays, goes] = [changes.filter(({ to }) => to !== null), changes.filter(({ to }) => to === null)];
  const refreshed = stays.length === 0 ? [] : await refreshesOf(host, stays);
  if ('ok' in refreshed) return refreshed;
  const removed = goes.length === 0 ? [] : await removalsOf(host, goes);
  return 'ok' in removed ? removed : [...refreshed, ...removed];
});

async function refreshesOf(host: Host, changes: readonly VersionChange[]): Promise<readonly Target[] | Refusal> {
  const read = await readRefreshes(host);
  if ('why' in read) return refuse('download-failed', read.why);
  const targets: Target[] = [];
  for (const change of changes) {
    const { package: name, to } = change;
    const found = read.refreshes.find((each) => each.to.name === name);
    if (found === undefined || (found.to.version !== to && withRevision(found.to) !== to))
      return refuse('drifted', `${name} ${to} is not offered any more`);
    if (bootsFrom.has(found.to.kind))
      return refuse('vetoed', `${name} is a ${found.to.kind} and restarts the machine: that is left to a person`);
    targets.push({ change, from: found.from, to: found.to });
  }
  return targets;
}

/** Applications alone: on all else others run, and snapd itself says so of some of it only. */
async function removalsOf(host: Host, changes: readonly VersionChange[]): Promise<readonly Target[] | Refusal> {
  const snaps = await askSnaps(host);
  if (!snaps.ok) return refuse('precheck-failed', snaps.why);
  const targets: Target[] = [];
  for (const change of changes) {
    const from = snaps.value.find(({ name, isActive }) => isActive && name === change.package);
    if (from === undefined) return refuse('drifted', `${change.package} is not in use here`);
    if (from.kind !== 'app')
      return refuse('vetoed', `${from.name} is a ${from.kind}, which others run on: that is left to a person`);
    targets.push({ change, from, to: undefined });
  }
  return targets;
}

async function simulate(host: Host, pending: Pending): Promise<Simulated | Refusal> {
  const targets = await targetsOf(host, pending);
  if ('ok' in targets) return targets;
  const sizes = targets.map(({ to }) => (to === undefined ? 0 : to.bytes));
  const bytes = sizes.includes(undefined) ? undefined : sizes.reduce<number>((sum, each) => sum + (each ?? 0), 0);
  const [space] = await spaceAt(host, [files]);
  return {
    ok: true,
    changes: targets.map(({ change: { package: name, from, to } }) =>
      to === null
        ? { kind: 'remove', package: name, arch: undefined, from: from ?? '' }
        : { kind: 'upgrade', package: name, arch: undefined, from: from ?? '', to },
    ),
    bytesToDownload: bytes,
    bytesOnDisk: bytes,
    reboot: false,
    space: [{ path: space?.target ?? '/', needed: (bytes ?? 0) + spaceMargin, free: space?.free }],
  };
}

/** snapd fetches by itself, and verifies by the store's assertion: there is nothing to stage. */
const fetch: Manager['fetch'] = async (host, pending) => {
  const targets = await targetsOf(host, pending);
  if ('ok' in targets) return targets;
  return {
    ok: true,
    files: targets.flatMap(({ change, to }): readonly StagedFile[] =>
      to === undefined
        ? []
        : [
            {
              package: to.name,
              architecture: null,
              version: change.to ?? '',
              path: fileOf(to),
              bytes: to.bytes ?? 0,
              sha256: '',
            },
          ],
    ),
  };
};

/** The revision that is in use stays when another comes: snapd keeps two at least. */
const previous: Manager['previous'] = async (host, pending): Promise<RollbackOffer> => {
  const targets = await targetsOf(host, pending);
  if ('ok' in targets) return { class: 'R0', why: [targets.why] };
  const gone = targets.filter(({ to }) => to === undefined).map(({ from }) => from.name);
  if (gone.length > 0)
    return { class: 'R0', why: gone.map((name) => `${name} goes with all its revisions: snapd keeps only its data`) };
  const paths = targets.map(({ from }) => fileOf(from));
  const [digests, sizes] = await Promise.all([digestsOf(host, paths), bytesOf(host, files)]);
  const kept: StagedFile[] = [];
  for (const { change, from } of targets) {
    const path = fileOf(from);
    const sha256 = digests.get(path);
    if (sha256 === undefined) return { class: 'R0', why: [`${path} cannot be read`] };
    const version = change.from ?? '';
    kept.push({ package: from.name, architecture: null, version, path, bytes: sizes.get(path) ?? 0, sha256 });
  }
  return { class: 'R1', files: kept };
};

/** The most specific cause wins. Source: snapd's messages in C.UTF-8. */
function faultIn(output: string): Fault | undefined {
  const text = plainText(output);
  const [, said = ''] = /^error: ([^]{1,600})/m.exec(text) ?? [];
  const why = said.replace(/\s+/g, ' ').trim().slice(0, 200);
  if (/no space left|not enough (?:free )?space|insufficient space/i.test(text))
    return { cause: 'disk-full', why: `disk full: ${why}` };
  if (/change in progress/.test(text)) return { cause: 'lock-held', why };
  if (/has running apps/.test(text)) return { cause: 'precheck-failed', why: `it is in use: ${why}` };
  if (/assertion|sha3-384|signature/i.test(text)) return { cause: 'signature-mismatch', why };
  if (/hook/.test(text)) return { cause: 'script-failed', why };
  if (/Download snap|cannot (?:contact|query) the store|no such host|connection refused|timeout|no route/i.test(text))
    return { cause: 'download-failed', why };
  return why === '' ? undefined : { cause: 'install-failed', why };
}

const revisionOf = ({ path }: StagedFile): string => /_(x?\d{1,9})\.snap$/.exec(path)?.[1] ?? '';

const manager: Manager = {
  tool: 'snap',
  neverRehearsed: 'snaps are not rehearsed: snapd works for the whole machine, and asks its store until they are there',
  preparingCommands: commands.preparingCommands,
  installingCommands: commands.installingCommands,
  stagesFiles: false,
  allows: ({ package: name, architecture }) => isName(name) && architecture === null,
  unhold: (name) => `snap refresh --unhold ${name}`,
  look,
  lock: async (host) => {
    const open = await askSnapd(host, changesUnderWay, 'changes', parseChanges);
    if (!open.ok) return { state: 'unknown', why: open.why };
    return open.value === 0 ? { state: 'free' } : { state: 'held', owner: undefined };
  },
  simulate,
  fetch,
  previous,
  install: ({ changes }) =>
    changes.map(({ package: name, to }) => (to === null ? commands.takeAway(name) : commands.refresh(name))),
  back: ({ returning }) =>
    returning
      .filter(({ file }) => revisionOf(file) !== '')
      .map(({ file }) => commands.revert(file.package, revisionOf(file))),
  readTranscript: (output) => transcriptOf(output, /^(?:error|- |snap .* has no updates|All snaps)/),
  faultIn,
};

export const execution = executionOf(manager);
