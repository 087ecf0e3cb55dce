// The Ubuntu CVE tracker: one text file for each CVE, with a status for each release, pocket and source package.
import { readTar } from '../archives/tar.ts';
import type { Feed, FeedInput, FeedSink } from '../feed.ts';
import { normalize } from './normalize.ts';

/** `active/CVE-2023-1`, in whatever folder the archive wraps it; not the boilerplate and not CVE-2023-NNNN. */
const CVE_FILE = /(?:^|\/)(?:active|retired)\/(CVE-\d{4}-\d{4,})$/;

export const ubuntu: Feed = {
  name: 'ubuntu',
  files: [
    {
      url: 'https://git.launchpad.net/ubuntu-cve-tracker/snapshot/ubuntu-cve-tracker-master.tar.gz',
      path: 'ubuntu/ubuntu-cve-tracker-*.tar.zst',
      maxBytes: 512 * 1024 * 1024,
    },
  ],
  read,
};

async function read(input: FeedInput, sink: FeedSink): Promise<{ upstreamDate: string | undefined }> {
  let files = 0;
  for await (const entry of readTar(input.path)) {
    const id = CVE_FILE.exec(entry.name)?.[1];
    if (id === undefined) continue;
    files += 1;
    const normalized = normalize(entry.text(), id);
    if (!normalized.ok) {
      sink.malformed(normalized.record, normalized.reason);
      continue;
    }
    for (const problem of normalized.problems) sink.malformed(id, problem);
    if (normalized.advisory.affected.length > 0) sink.advisory(normalized.advisory);
  }
  if (files === 0) throw new Error('the archive has no active/CVE-… or retired/CVE-… files');
  return { upstreamDate: undefined };
}
