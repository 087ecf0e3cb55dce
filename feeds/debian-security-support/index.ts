// Debian source packages whose security support ended early or is limited, from the debian-security-support package.
import type { Feed, FeedFile } from '../feed.ts';
import { fileText } from '../file-bytes.ts';
import { endedOf, limitedOf } from './normalize.ts';

const MAX_BYTES = 1_000_000;
const ORIGIN = 'https://salsa.debian.org/debian/debian-security-support/-/raw/master';
const FOLDER = 'debian/debian-security-support';
const RELEASES = ['9', '10', '11', '12', '13', '14'] as const;

const file = (name: string): FeedFile => ({
  url: `${ORIGIN}/${name}`,
  path: `${FOLDER}/${name}`,
  optional: true,
  maxBytes: MAX_BYTES,
});

export const debianSecuritySupport: Feed = {
  name: 'debian-security-support',
  // `security-support-ended` without a release is left out: it repeats the one of the package's own release.
  files: [file('security-support-limited'), ...RELEASES.map((release) => file(`security-support-ended.deb${release}`))],
  async read(input, sink) {
    const text = await fileText(input.path, MAX_BYTES);
    const release = /\.deb(\d{1,3})$/.exec(input.file.path)?.[1];
    const { rows, malformed } = release === undefined ? limitedOf(text) : endedOf(text, release);
    for (const row of rows) sink.lifecycle(row);
    for (const { record, reason } of malformed) sink.malformed(record, reason);
    return { upstreamDate: undefined };
  },
};
