// winget's packages with their newest versions, from an index of its source that is made daily.
import type { Feed } from '../feed.ts';
import { fileBytes } from '../file-bytes.ts';
import { cutArray } from '../json/array.ts';
import { listingOf } from './normalize.ts';

const MAX_BYTES = 64_000_000;

export const winget: Feed = {
  name: 'winget',
  files: [
    {
      url: 'https://raw.githubusercontent.com/svrooij/winget-pkgs-index/main/index.v2.json',
      path: 'winget/index.v2.json',
      maxBytes: MAX_BYTES,
    },
  ],
  async read(input, sink) {
    let newest: string | undefined;
    await cutArray(fileBytes(input.path, MAX_BYTES), {
      member: undefined,
      maxElementBytes: 64_000,
      element(value, index) {
        const read = listingOf(value);
        if (!read.ok) return sink.malformed(`[${index}] ${read.name}`.trim(), read.reason);
        sink.listing(read.listing);
        if (read.listing.changed !== undefined && read.listing.changed > (newest ?? '')) newest = read.listing.changed;
      },
      oversized: (index) => sink.malformed(`[${index}]`, 'too long'),
    });
    return { upstreamDate: newest };
  },
};
