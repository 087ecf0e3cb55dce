// CISA's Vulnrichment: CVE records with CISA's SSVC decision points and the CVSS vectors of CISA and of the assigners.
import { DEFAULT_LIMITS } from '../archives/limits.ts';
import { readTar } from '../archives/tar.ts';
import type { Feed } from '../feed.ts';
import { enrichmentOf } from './normalize.ts';

const RECORD = /(?:^|\/)(CVE-\d{4}-\d{4,19})\.json$/;
const LIMITS = { ...DEFAULT_LIMITS, maxEntryBytes: 32_000_000 };

export const vulnrichment: Feed = {
  name: 'vulnrichment',
  files: [
    {
      url: 'https://github.com/cisagov/vulnrichment/archive/refs/heads/develop.tar.gz',
      // Whatever the tar is packed with: the project's own is gzip, mirrors use zstd.
      path: 'ssvc/vulnrichment-*',
      maxBytes: 2_000_000_000,
    },
  ],
  async read(input, sink) {
    let newest: string | undefined;
    let records = 0;
    for await (const entry of readTar(input.path, LIMITS)) {
      const id = RECORD.exec(entry.name)?.[1];
      if (id === undefined) continue;
      records += 1;
      const enrichment = enrichmentOf(id, entry.text());
      for (const reason of enrichment.malformed) sink.malformed(id, reason);
      if (enrichment.ssvc !== undefined) sink.ssvc(enrichment.ssvc);
      for (const vector of enrichment.cvss) sink.cvss(vector);
      if (enrichment.updated !== undefined && (newest === undefined || enrichment.updated > newest))
        newest = enrichment.updated;
    }
    if (records === 0) throw new Error('the archive holds no CVE record');
    return { upstreamDate: newest };
  },
};
