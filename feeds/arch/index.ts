// Arch Linux's security tracker: all its groups in one array.
import type { Feed, FeedInput, FeedSink } from '../feed.ts';
import { fileText } from '../file-bytes.ts';
import { normalize } from './normalize.ts';

const MAX_BYTES = 64 * 1024 * 1024;

export const arch: Feed = {
  name: 'arch',
  files: [{ url: 'https://security.archlinux.org/json', path: 'arch/all.json', maxBytes: MAX_BYTES }],
  read,
};

async function read(input: FeedInput, sink: FeedSink): Promise<{ upstreamDate: string | undefined }> {
  const groups: unknown = JSON.parse(await fileText(input.path, MAX_BYTES));
  if (!Array.isArray(groups)) throw new Error('the file is not a list of groups');
  for (const group of groups) {
    const normalized = normalize(group);
    if (!normalized.ok) sink.malformed(normalized.record, normalized.reason);
    // A group that turned out not to affect Arch has nothing to match, and no one looks it up.
    else if (normalized.advisory.affected.length > 0) sink.advisory(normalized.advisory);
  }
  return { upstreamDate: undefined };
}
