// SOFA: the releases of macOS and the vulnerabilities each fixes, gathered from Apple's pages.
import type { Feed } from '../feed.ts';
import { fileBytes } from '../file-bytes.ts';
import { cutArray } from '../json/array.ts';
import { dayOf, fieldsOf, listOf, textOf } from '../json/fields.ts';
import { releaseOf } from './normalize.ts';

const MAX_BYTES = 64_000_000;

export const sofa: Feed = {
  name: 'sofa',
  files: [
    {
      url: 'https://sofafeed.macadmins.io/v1/macos_data_feed.json',
      path: 'macos/v1/macos_data_feed.json',
      maxBytes: MAX_BYTES,
    },
  ],
  async read(input, sink) {
    let newest: string | undefined;
    await cutArray(fileBytes(input.path, MAX_BYTES), {
      member: 'OSVersions',
      maxElementBytes: 16_000_000,
      element(value, index) {
        const system = fieldsOf(value);
        const name = textOf(system?.['OSVersion'], 60) ?? `OSVersions[${index}]`;
        const releases = system?.['SecurityReleases'];
        if (!Array.isArray(releases)) sink.malformed(name, 'it has no list of releases');
        for (const [at, each] of listOf(releases).entries()) {
          const release = releaseOf(each);
          const where = `${name} SecurityReleases[${at}]`;
          if (!release.ok) {
            sink.malformed(`${where} ${release.name}`.trim(), release.reason);
            continue;
          }
          for (const reason of release.malformed) sink.malformed(where, reason);
          if (release.advisory === undefined) continue;
          sink.advisory(release.advisory);
          const day = dayOf(release.advisory.published);
          if (day !== undefined && day > (newest ?? '')) newest = day;
        }
      },
      oversized: (index) => sink.malformed(`OSVersions[${index}]`, 'too long'),
    });
    return { upstreamDate: newest };
  },
};
