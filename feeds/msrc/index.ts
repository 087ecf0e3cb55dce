// Microsoft's monthly security updates: the index of the months, then one CVRF document for each.
import type { Feed, FeedFile, FeedInput, FeedSink } from '../feed.ts';
import { fileBytes, fileText } from '../file-bytes.ts';
import { dayOf } from '../json/fields.ts';
import { CvrfReader } from './cvrf.ts';
import { monthsOf } from './months.ts';
import { advisoryOf, isLinuxProduct } from './normalize.ts';

const MAX_INDEX_BYTES = 8_000_000;
const MAX_DOCUMENT_BYTES = 64_000_000;
const MAX_UNPACKED_BYTES = 256_000_000;
const INDEX_PATH = 'msrc/updates.json';

export const msrc: Feed = {
  name: 'msrc',
  files: [{ url: 'https://api.msrc.microsoft.com/cvrf/v3.0/updates', path: INDEX_PATH, maxBytes: MAX_INDEX_BYTES }],
  async discover(input) {
    const { months } = monthsOf(await fileText(input.path, MAX_INDEX_BYTES));
    return months.map(({ id }): FeedFile => ({
      url: `https://api.msrc.microsoft.com/cvrf/v3.0/cvrf/${id}`,
      path: `msrc/${id}.xml.gz`,
      maxBytes: MAX_DOCUMENT_BYTES,
    }));
  },
  async read(input, sink) {
    if (input.file.path === INDEX_PATH) {
      const { months, malformed } = monthsOf(await fileText(input.path, MAX_INDEX_BYTES));
      for (const { record, reason } of malformed) sink.malformed(record, reason);
      return {
        upstreamDate:
          months
            .map(({ updated }) => updated ?? '')
            .sort()
            .at(-1) || undefined,
      };
    }
    return readDocument(input, sink);
  },
};

async function readDocument(input: FeedInput, sink: FeedSink): Promise<{ readonly upstreamDate: string | undefined }> {
  const reader = new CvrfReader({
    product(id, name) {
      if (!isLinuxProduct(name)) sink.product({ ecosystem: 'Windows', id, name });
    },
    vulnerability(vulnerability, products) {
      const { advisory, malformed } = advisoryOf(vulnerability, products);
      for (const reason of malformed) sink.malformed(vulnerability.id.slice(0, 100) || 'a vulnerability', reason);
      if (advisory !== undefined) sink.advisory(advisory);
    },
  });
  const decoder = new TextDecoder('utf-8', { fatal: true });
  for await (const chunk of fileBytes(input.path, MAX_UNPACKED_BYTES))
    reader.write(decoder.decode(chunk, { stream: true }));
  reader.write(decoder.decode());
  const { updated } = reader.end();
  return { upstreamDate: dayOf(updated) };
}
