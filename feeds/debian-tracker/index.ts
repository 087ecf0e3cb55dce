// The Debian security tracker: every source package and vulnerability, with what the security team decided.
import { unpackedBytes } from '../archives/unpack.ts';
import type { Feed, FeedInput, FeedSink } from '../feed.ts';
import { fields } from '../json/read.ts';
import { cutObject } from '../json/object.ts';
import { normalize } from './normalize.ts';

const MAX_UNPACKED_BYTES = 1024 * 1024 * 1024;
/** One source package; the kernel's is the largest, some 20 MB. */
const MAX_SOURCE_BYTES = 128 * 1024 * 1024;

export const debianTracker: Feed = {
  name: 'debian-tracker',
  files: [
    {
      url: 'https://security-tracker.debian.org/tracker/data/json',
      path: 'debian/tracker-data.json.gz',
      maxBytes: 512 * 1024 * 1024,
    },
  ],
  read,
};

/** Hands over one advisory for each source package of each id, so an id may come several times. */
async function read(input: FeedInput, sink: FeedSink): Promise<{ upstreamDate: string | undefined }> {
  const complained = new Set<string>();
  for await (const { key: source, value } of cutObject(
    unpackedBytes(input.path, MAX_UNPACKED_BYTES),
    MAX_SOURCE_BYTES,
  )) {
    const records = fields(value);
    if (records === undefined) {
      sink.malformed(source.slice(0, 200), 'the source package has no records');
      continue;
    }
    for (const id of Object.keys(records)) {
      const normalized = normalize(source, id, records[id]);
      if (!normalized.ok) {
        sink.malformed(normalized.record, normalized.reason);
        continue;
      }
      for (const problem of normalized.problems) {
        // A release this program does not know yet would otherwise count once for each of 40,000 records.
        if (!complained.has(problem)) sink.malformed(id, problem);
        if (complained.size < 1000) complained.add(problem);
      }
      if (normalized.advisory.affected.length > 0) sink.advisory(normalized.advisory);
    }
  }
  return { upstreamDate: undefined };
}
