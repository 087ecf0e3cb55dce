// What the changelogs of pending security updates say they close, as fixes: one for each CVE of a source package.
import type { ChangelogRequest, ChangelogsRead } from '../adapter.ts';
import type { Host } from '../host.ts';
import { changelogFixes } from './changelog-fixes.ts';

export async function readChangelogs(host: Host, { updates, ...options }: ChangelogRequest): Promise<ChangelogsRead> {
  const { sources, problems } = await changelogFixes(host, updates, options);
  const cut = sources.filter(({ whole }) => !whole).map(({ source }) => source.name);
  return {
    fixes: sources.flatMap(({ source, fixes }) =>
      fixes.map(({ id, version, published }) => ({
        source,
        vulnerability: id,
        since: version,
        published: published?.slice(0, 10),
      })),
    ),
    problems: [
      ...problems,
      ...(cut.length > 0
        ? [`older fixes of ${cut.join(', ')}: the changelog does not reach back to the installed version`]
        : []),
    ],
  };
}
