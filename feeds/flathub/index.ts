// Flathub's applications with their newest releases and developers, from the catalog that software centres read.
import type { Feed } from '../feed.ts';
import { fileBytes } from '../file-bytes.ts';
import { AppStreamReader } from './appstream.ts';
import { listingOf } from './normalize.ts';

const MAX_BYTES = 64_000_000;
/** With every translation of every description it is many times what it is packed. */
const MAX_UNPACKED_BYTES = 512_000_000;

export const flathub: Feed = {
  name: 'flathub',
  files: [
    {
      url: 'https://dl.flathub.org/repo/appstream/x86_64/appstream.xml.gz',
      path: 'flathub/appstream.xml.gz',
      maxBytes: MAX_BYTES,
    },
  ],
  async read(input, sink) {
    const reader = new AppStreamReader((component) => {
      const read = listingOf(component);
      if (read.ok === true) sink.listing(read.listing);
      else if (read.ok === false) sink.malformed(read.name || 'a component', read.reason);
    });
    const decoder = new TextDecoder('utf-8', { fatal: true });
    for await (const chunk of fileBytes(input.path, MAX_UNPACKED_BYTES))
      reader.write(decoder.decode(chunk, { stream: true }));
    reader.write(decoder.decode());
    reader.end();
    // It gives no date of its own, and those of releases are whatever their makers wrote.
    return { upstreamDate: undefined };
  },
};
