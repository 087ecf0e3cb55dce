// The OSV archives: one feed for each ecosystem, each a zip with one JSON file for each advisory.
import { setImmediate } from 'node:timers/promises';
import { readZip } from '../archives/zip.ts';
import type { Feed, FeedInput, FeedSink } from '../feed.ts';
import { normalize } from './normalize.ts';
import { osvEcosystems } from './ecosystems.ts';

const ORIGIN = 'https://osv-vulnerabilities.storage.googleapis.com';
const MAX_ARCHIVE_BYTES = 1024 * 1024 * 1024;
/** Reading is synchronous; now and then others get their turn (a progress bar, an interrupt). */
const RECORDS_A_TURN = 2000;

/** `osv:Debian`, `osv:npm`, … The feed of an ecosystem that no one has is never fetched: the caller chooses. */
export const osvFeeds: readonly Feed[] = osvEcosystems.map((ecosystem) => ({
  name: `osv:${ecosystem}`,
  files: [
    {
      url: `${ORIGIN}/${encodeURIComponent(ecosystem)}/all.zip`,
      path: `osv/${ecosystem}/all.zip`,
      optional: true,
      maxBytes: MAX_ARCHIVE_BYTES,
    },
  ],
  read: (input, sink) => readArchive(input, ecosystem, sink),
}));

async function readArchive(
  input: FeedInput,
  ecosystem: string,
  sink: FeedSink,
): Promise<{ upstreamDate: string | undefined }> {
  let latest: string | undefined;
  let records = 0;
  for (const entry of readZip(input.path)) {
    if (!entry.name.endsWith('.json')) continue;
    records += 1;
    if (records % RECORDS_A_TURN === 0) await setImmediate();
    const modified = readRecord(entry.name, entry.text(), ecosystem, sink);
    if (modified !== undefined && (latest === undefined || modified > latest)) latest = modified;
  }
  return { upstreamDate: latest };
}

function readRecord(name: string, content: string, ecosystem: string, sink: FeedSink): string | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(content);
  } catch {
    sink.malformed(name, 'not JSON');
    return undefined;
  }
  const normalized = normalize(parsed, ecosystem, name);
  if (!normalized.ok) {
    sink.malformed(normalized.record, normalized.reason);
    return undefined;
  }
  for (const problem of normalized.problems) sink.malformed(normalized.advisory.id, problem);
  sink.advisory(normalized.advisory);
  return normalized.advisory.modified;
}
