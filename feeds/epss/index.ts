// FIRST's daily estimate of how likely each vulnerability is to be exploited in the next 30 days.
import type { Feed } from '../feed.ts';
import { fileBytes } from '../file-bytes.ts';
import { headerOf, scoreOf } from './normalize.ts';

const MAX_BYTES = 64_000_000;
const MAX_UNPACKED_BYTES = 512_000_000;
const MAX_LINE_LENGTH = 1000;

export const epss: Feed = {
  name: 'epss',
  files: [
    {
      url: 'https://epss.empiricalsecurity.com/epss_scores-current.csv.gz',
      path: 'epss/epss_scores-*.csv.gz',
      maxBytes: MAX_BYTES,
    },
  ],
  async read(input, sink) {
    let upstreamDate: string | undefined;
    let columns = false;
    let number = 0;
    const line = (text: string): void => {
      number += 1;
      if (text === '') return;
      if (text.startsWith('#')) upstreamDate ??= headerOf(text).scoreDate;
      else if (!columns) {
        if (text !== 'cve,epss,percentile')
          throw new Error('not an EPSS file: its columns are not cve,epss,percentile');
        columns = true;
      } else {
        const score = scoreOf(text);
        if (score === undefined) sink.malformed(`line ${number}`, 'not a CVE id and two numbers from 0 to 1');
        else sink.epss(score);
      }
    };
    let rest = '';
    const decoder = new TextDecoder('latin1');
    for await (const chunk of fileBytes(input.path, MAX_UNPACKED_BYTES)) {
      const lines = (rest + decoder.decode(chunk)).split('\n');
      rest = lines.pop() ?? '';
      if (rest.length > MAX_LINE_LENGTH) throw new Error('not an EPSS file: a line is too long');
      for (const text of lines) line(text.endsWith('\r') ? text.slice(0, -1) : text);
    }
    line(rest);
    if (!columns) throw new Error('not an EPSS file: it has no column names');
    return { upstreamDate };
  },
};
