// The `available` section: what the system's remotes have newer, and what is masked.
import type { HeldBack, Section, Update } from '../adapter.ts';
import { ask, failed, quoted, sectionOf } from '../ask.ts';
import type { Host } from '../host.ts';
import { matchesPattern } from '../pattern.ts';
import { currentUser, listUpdates } from './commands.ts';
import { readInstallations, systemInstallation, versionOf, whyNoneFound } from './installed.ts';
import { parseMasks, parseUpdates, type Ref } from './parse.ts';

export const refText = ({ kind, id, arch, branch }: Ref): string => `${kind}/${id}/${arch}/${branch}`;

export async function readAvailable(host: Host): Promise<Section<Update>> {
  const [installations, user, config] = await Promise.all([
    readInstallations(host),
    ask(host, currentUser, 'id -u'),
    host.readFile(`${systemInstallation}/repo/config`, 1 << 20),
  ]);
  const unseen = installations.found.length === 0 ? await whyNoneFound(host, installations.problems) : undefined;
  if (unseen !== undefined) return failed(unseen, ...installations.problems.slice(1));
  const answer = await ask(host, listUpdates(user.ok && user.stdout.trim() === '0'), 'flatpak remote-ls');
  if (!answer.ok) return failed(answer.why);
  // A remote out of reach is a complaint, with exit 0 where others answered.
  const complaints = answer.stderr
    .split('\n')
    .filter((line) => line.trim() !== '')
    .slice(0, 3);
  if (answer.stdout.trim() === '' && complaints.length > 0)
    return failed(`flatpak remote-ls: ${complaints.map((line) => quoted(line)).join(', ')}`);
  const { items, unread } = parseUpdates(answer.stdout);
  const masks = config.kind === 'text' ? parseMasks(config.text) : [];
  const deployed = new Map(
    installations.found.filter((each) => each.user === undefined).map((each) => [refText(each.ref), each.deployed]),
  );
  const updates = items.flatMap(({ ref, commit, remote, version }): readonly Update[] => {
    const installed = deployed.get(refText(ref));
    if (installed === undefined) return [];
    const candidate = version === undefined || version === installed.version ? commit : version;
    return [
      {
        adapter: 'flatpak',
        package: ref.id,
        arch: ref.arch,
        source: { name: ref.id, version: candidate },
        installed: versionOf(installed),
        candidate,
        origin: remote,
        security: { is: 'unknown', why: 'flatpak’s remotes do not say which updates are security updates' },
        heldBack: maskOf(ref, masks),
        bytes: undefined,
      },
    ];
  });
  return sectionOf(updates, [
    ...installations.problems,
    ...installations.users.map((name) => `what is newer of ${name}’s own flatpaks is unknown: only ${name} can ask`),
    ...(config.kind === 'text' ? [] : [`${systemInstallation}/repo/config cannot be read: masks are unknown`]),
    ...answer.problems,
    ...complaints.map((line) => `flatpak remote-ls: ${quoted(line)}`),
    ...(unread === 0 ? [] : [`flatpak remote-ls wrote ${unread} lines that cannot be read`]),
  ]);
}

/** A mask is a ref or a part of one, with wildcards: `org.example.App`, `runtime/org.example.*`, `app/org.example.App//beta`. */
export function maskOf({ kind, id, arch, branch }: Ref, masks: readonly string[]): HeldBack | undefined {
  const spellings = [id, `${id}/${arch}/${branch}`, `${id}//${branch}`, `${id}/${arch}`].flatMap((each) => [
    each,
    `${kind}/${each}`,
  ]);
  const mask = masks.find((pattern) => spellings.some((spelling) => matchesPattern(pattern, spelling)));
  return mask === undefined ? undefined : { cause: 'hold', why: `masked by ${quoted(mask)} (flatpak mask --remove)` };
}
