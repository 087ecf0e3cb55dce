// Alpine's security database: for each release and repository, which package version fixed what.
import type { Feed, FeedFile, FeedInput, FeedSink } from '../feed.ts';
import { fileText } from '../file-bytes.ts';
import { field, list } from '../json/read.ts';
import { normalizePackage } from './normalize.ts';

const OLDEST = 2;
/** Two releases a year: enough until 2028. A release that does not exist yet is simply absent. */
const NEWEST = 28;
const MAX_BYTES = 32 * 1024 * 1024;

const releases = [...Array.from({ length: NEWEST - OLDEST + 1 }, (_, index) => `v3.${OLDEST + index}`), 'edge'];

const fileOf = (release: string, repository: string): FeedFile => ({
  url: `https://secdb.alpinelinux.org/${release}/${repository}.json`,
  path: `alpine/secdb/${release}/${repository}.json`,
  optional: true,
  maxBytes: MAX_BYTES,
});

export const alpineSecdb: Feed = {
  name: 'alpine-secdb',
  files: releases.flatMap((release) => [fileOf(release, 'main'), fileOf(release, 'community')]),
  read,
};

/** Hands over an advisory for each package of each id, so an id may come several times. */
async function read(input: FeedInput, sink: FeedSink): Promise<{ upstreamDate: string | undefined }> {
  const content: unknown = JSON.parse(await fileText(input.path, MAX_BYTES));
  const release = input.file.path.split('/').at(-2) ?? '';
  const packages = field(content, 'packages');
  if (!Array.isArray(packages)) throw new Error('the file has no list of packages');
  for (const record of list(packages)) {
    const { advisories, problems } = normalizePackage(record, release);
    for (const { record: named, reason } of problems) sink.malformed(named, reason);
    for (const advisory of advisories) sink.advisory(advisory);
  }
  return { upstreamDate: undefined };
}
