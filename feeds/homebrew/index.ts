// Homebrew's casks: applications for macOS with their newest versions and what they are called once installed.
import type { Feed } from '../feed.ts';
import { fileBytes } from '../file-bytes.ts';
import { cutArray } from '../json/array.ts';
import { listingOf } from './normalize.ts';

const MAX_BYTES = 128_000_000;

export const homebrew: Feed = {
  name: 'homebrew',
  files: [{ url: 'https://formulae.brew.sh/api/cask.json', path: 'homebrew/cask.json', maxBytes: MAX_BYTES }],
  async read(input, sink) {
    await cutArray(fileBytes(input.path, MAX_BYTES), {
      member: undefined,
      maxElementBytes: 1_000_000,
      element(value, index) {
        const read = listingOf(value);
        if (read.ok) sink.listing(read.listing);
        else sink.malformed(`[${index}] ${read.name}`.trim(), read.reason);
      },
      oversized: (index) => sink.malformed(`[${index}]`, 'too long'),
    });
    // It gives no date.
    return { upstreamDate: undefined };
  },
};
