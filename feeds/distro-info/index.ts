// Debian's and Ubuntu's own release and end-of-life dates, from the distro-info-data package.
import type { Feed } from '../feed.ts';
import { fileText } from '../file-bytes.ts';
import { releasesOf } from './normalize.ts';

const MAX_BYTES = 1_000_000;
const ORIGIN = 'https://salsa.debian.org/debian/distro-info-data/-/raw/main';

export const distroInfo: Feed = {
  name: 'distro-info',
  files: (['debian', 'ubuntu'] as const).map((product) => ({
    url: `${ORIGIN}/${product}.csv`,
    path: `debian/distro-info/${product}.csv`,
    maxBytes: MAX_BYTES,
  })),
  async read(input, sink) {
    const product = input.file.path.endsWith('/ubuntu.csv') ? 'ubuntu' : 'debian';
    const { rows, malformed } = releasesOf(product, await fileText(input.path, MAX_BYTES));
    for (const row of rows) sink.lifecycle(row);
    for (const { record, reason } of malformed) sink.malformed(record, reason);
    return { upstreamDate: undefined };
  },
};
