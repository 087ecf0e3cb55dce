// CISA's catalogue of vulnerabilities known to be exploited.
import type { Feed } from '../feed.ts';
import { fileBytes } from '../file-bytes.ts';
import { cutArray } from '../json/array.ts';
import { dayOf } from '../json/fields.ts';
import { exploitedOf } from './normalize.ts';

const MAX_BYTES = 64_000_000;

export const kev: Feed = {
  name: 'kev',
  files: [
    {
      url: 'https://www.cisa.gov/sites/default/files/feeds/known_exploited_vulnerabilities.json',
      path: 'kev/known_exploited_vulnerabilities.json',
      maxBytes: MAX_BYTES,
    },
  ],
  async read(input, sink) {
    const { count, members } = await cutArray(fileBytes(input.path, MAX_BYTES), {
      member: 'vulnerabilities',
      maxElementBytes: 256_000,
      element(value, index) {
        const entry = exploitedOf(value);
        if (entry.ok) sink.exploited(entry.row);
        else sink.malformed(`vulnerabilities[${index}] ${entry.name}`, entry.reason);
      },
      oversized: (index) => sink.malformed(`vulnerabilities[${index}]`, 'too long'),
    });
    const stated = members.get('count');
    if (typeof stated === 'number' && stated !== count)
      sink.malformed('count', `the catalogue says ${stated} entries and has ${count}`);
    return { upstreamDate: dayOf(members.get('dateReleased')) };
  },
};
