// endoflife.date: until when each release of a few hundred products is supported.
import type { Feed } from '../feed.ts';
import { fileBytes } from '../file-bytes.ts';
import { cutArray } from '../json/array.ts';
import { dayOf } from '../json/fields.ts';
import { lifecyclesOf } from './normalize.ts';

const MAX_BYTES = 128_000_000;

export const endoflife: Feed = {
  name: 'endoflife',
  files: [{ url: 'https://endoflife.date/api/v1/products/full', path: 'eol/products-full.json', maxBytes: MAX_BYTES }],
  async read(input, sink) {
    const { members } = await cutArray(fileBytes(input.path, MAX_BYTES), {
      member: 'result',
      maxElementBytes: 8_000_000,
      element(value, index) {
        const { rows, malformed } = lifecyclesOf(value);
        for (const row of rows) sink.lifecycle(row);
        for (const { record, reason } of malformed) sink.malformed(record === '' ? `result[${index}]` : record, reason);
      },
      oversized: (index) => sink.malformed(`result[${index}]`, 'too long'),
    });
    return { upstreamDate: dayOf(members.get('generated_at')) };
  },
};
