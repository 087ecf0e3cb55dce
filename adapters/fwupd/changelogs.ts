// What offered firmware says it closes, from the metadata that is here already; nothing is downloaded for it.
import type { ChangelogRequest, ChangelogsRead } from '../adapter.ts';
import type { Host } from '../host.ts';
import { readOffers } from './available.ts';
import { upgradesOf } from './devices.ts';

const cve = /^CVE-\d{4}-\d{4,19}$/;

export async function changelogs(host: Host, { updates }: ChangelogRequest): Promise<ChangelogsRead> {
  const read = await readOffers(host);
  if ('why' in read) return { fixes: [], problems: [read.why] };
  const wanted = new Set(updates.map(({ source }) => `${source.name} ${source.version}`));
  const fixes = read.offers
    .filter(({ named, release }) => wanted.has(`${named.name} ${release.version}`))
    .flatMap(({ named: { name, device }, release }) =>
      upgradesOf(device).flatMap(({ version, issues, published }) =>
        issues
          .filter((issue) => cve.test(issue))
          .map((vulnerability) => ({
            source: { name, version: release.version },
            vulnerability,
            since: version,
            published,
          })),
      ),
    );
  const known = new Set(read.offers.map(({ named, release }) => `${named.name} ${release.version}`));
  const gone = [...wanted].filter((each) => !known.has(each)).length;
  return { fixes, problems: gone === 0 ? [] : [`${gone} updates are not on offer any more`] };
}
