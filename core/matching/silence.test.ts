// Tests when silence on a vulnerability is no answer.
import { describe, expect, test } from 'vitest';
import { type SilenceQuestion, concernedBy, silenceText, silencesOn } from './silence.ts';

const osvDebian = { name: 'osv:Debian', upstreamDate: '2025-02-12' };
const kev = { name: 'kev', upstreamDate: '2025-02-12' };
const about = (vulnerability: string, more: Partial<SilenceQuestion> = {}) =>
  silencesOn({
    vulnerability,
    namedBy: [],
    feeds: [kev, osvDebian],
    covered: new Set(['Debian:12']),
    today: '2026-11-23',
    ...more,
  });

describe('silence clears nobody', () => {
  test('of a vulnerability that may be newer than the data, and that only scores know', () => {
    const silences = about('CVE-2026-27135');
    expect(silences.map((each) => silenceText(each, 'CVE-2026-27135'))).toEqual([
      'no advisory names CVE-2026-27135 yet; only lists of scores or of exploited vulnerabilities do',
      'CVE-2026-27135 may be newer than the data of feed osv:Debian, which end at 2025-02-12',
    ]);
  });

  test('of one of the year in which the data end', () => {
    expect(about('CVE-2025-1', { namedBy: ['osv:npm'] })).toEqual([
      { doubt: 'data-too-old', feed: 'osv:Debian', day: '2025-02-12' },
    ]);
  });
});

describe('silence is an answer', () => {
  test('on a vulnerability of a year before the data end', () => expect(about('CVE-2024-1')).toEqual([]));

  test('where the feed itself names the vulnerability: it is not newer than that', () => {
    expect(about('CVE-2025-1', { namedBy: ['osv:Debian'] })).toEqual([]);
  });

  test('where the data are fresh and advisories name it', () => {
    const feeds = [{ name: 'osv:Debian', upstreamDate: '2026-11-20' }];
    expect(about('CVE-2026-1', { feeds, namedBy: ['osv:npm'] })).toEqual([]);
  });

  test('of feeds that do not speak of what is installed', () => {
    expect(about('CVE-2026-1', { covered: new Set(['npm']), namedBy: ['osv:npm'] })).toEqual([]);
  });
});

test('a feed is silent for the ecosystems of its family; scores are silent for all', () => {
  const old = { doubt: 'data-too-old', feed: 'osv:Debian', day: '2025-02-12' } as const;
  expect(concernedBy(old, ['Debian:12', 'npm', 'Debian:11'])).toEqual(['Debian:12', 'Debian:11']);
  expect(concernedBy({ doubt: 'only-scored' }, ['npm'])).toEqual(['npm']);
});
