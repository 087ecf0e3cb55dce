// Files of ruby-advisory-db, as advisories.
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packTar, temporaryFile } from '../archives/pack.ts';
import { collect } from '../collected.ts';
import { rubyAdvisoryDb } from './index.ts';
import { normalize } from './normalize.ts';

/** Made by hand in the database's format. */
const FROB = `---
gem: frob
platform: jruby
cve: 2024-1000
ghsa: aaaa-bbbb-cccc
osvdb: 12345
url: https://example.org/frob
title: Frob frobs too much
date: 2024-01-02
description: |
  Text: that would be "YAML" if: it were not prose

  - with empty lines
cvss_v3: 9.8
unaffected_versions:
  - "< 1.0"
patched_versions:
  - "~> 1.2.3"
  - ">= 2.0.1"
related:
  cve:
    - 2024-1001
  url:
    - https://example.org/more
`;

const archive = (members: readonly { name: string; content: string }[]) =>
  temporaryFile(
    'db.tar.gz',
    gzipSync(packTar(members.map((member) => ({ ...member, name: `ruby-advisory-db-master/${member.name}` })))),
  );

describe('ruby-advisory-db', () => {
  it('is read under the names of its files', async () => {
    const { advisories, malformed } = await collect(
      rubyAdvisoryDb,
      archive([{ name: 'gems/frob/CVE-2024-1000.yml', content: FROB }]),
    );
    expect(malformed).toEqual([]);
    expect(advisories).toEqual([
      {
        id: 'CVE-2024-1000',
        summary: 'Frob frobs too much',
        published: '2024-01-02',
        modified: undefined,
        withdrawn: undefined,
        aliases: ['GHSA-aaaa-bbbb-cccc', 'OSVDB-12345'],
        upstream: [],
        related: ['CVE-2024-1001'],
        severity: [{ type: 'RubySec cvss_v3', score: '9.8' }],
        affected: [
          {
            ecosystem: 'RubyGems',
            name: 'frob',
            ranges: [
              { type: 'ECOSYSTEM', events: [{ introduced: '1.0' }, { fixed: '1.2.3' }] },
              { type: 'ECOSYSTEM', events: [{ introduced: '1.3.A' }, { fixed: '2.0.1' }] },
            ],
            versions: [],
            vendor: { reason: 'platform: jruby' },
          },
        ],
        url: 'https://example.org/frob',
      },
    ]);
  });

  it('makes one advisory of a flaw filed under several gems, and keeps interpreters apart', async () => {
    const { advisories } = await collect(
      rubyAdvisoryDb,
      archive([
        { name: 'gems/one/OSVDB-1.yml', content: 'gem: one\nosvdb: 1\n' },
        { name: 'gems/two/OSVDB-1.yml', content: 'gem: two\nosvdb: 1\nghsa: x-y-z\npatched_versions: [">= 2"]\n' },
        { name: 'rubies/jruby/CVE-2024-2.yml', content: 'engine: jruby\ncve: 2024-2\npatched_versions:\n  - ">= 9"\n' },
        { name: 'README.yml', content: 'x' },
      ]),
    );
    expect(
      advisories.map(({ id, aliases, affected }) => [
        id,
        aliases,
        affected.map(({ ecosystem, name }) => `${ecosystem} ${name}`),
      ]),
    ).toEqual([
      ['OSVDB-1', ['GHSA-x-y-z'], ['RubyGems one', 'RubyGems two']],
      ['CVE-2024-2', [], ['Ruby jruby']],
    ]);
  });

  it('counts what cannot be read and keeps the rest', async () => {
    const { advisories, malformed } = await collect(
      rubyAdvisoryDb,
      archive([
        { name: 'gems/a/CVE-1.yml', content: 'gem: [' },
        { name: 'gems/a/CVE-2.yml', content: 'title: nobody\n' },
        { name: 'gems/a/CVE-3.yml', content: 'gem: a\npatched_versions:\n  - soon\n' },
        { name: 'gems/a/CVE-4.yml', content: 'gem: a\npatched_versions:\n  - 1.5\n' },
        { name: 'gems/a/CVE-5.yml', content: 'a: &a [x, x]\nb: [*a, *a]\ngem: a\n' },
        { name: 'gems/a/CVE-6.yml', content: `gem: a\nnotes: |\n${'  x\n'.repeat(100_000)}` },
        { name: 'gems/a/CVE-7.yml', content: 'gem: a\n' },
      ]),
    );
    expect(advisories.map(({ id }) => id)).toEqual(['CVE-7']);
    expect(malformed).toEqual([
      expect.stringMatching(/^CVE-1: not YAML/),
      'CVE-2: it names no gem and no engine',
      'CVE-3: requirement "soon"',
      'CVE-4: a requirement that is no text',
      expect.stringMatching(/^CVE-5: not YAML/),
      'CVE-6: the file is too long',
    ]);
  });

  it('never throws on what a file may hold', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.jsonValue(),
          fc.record({
            gem: fc.constant('a'),
            patched_versions: fc.array(fc.string()),
            date: fc.jsonValue(),
            cve: fc.jsonValue(),
            related: fc.jsonValue(),
          }),
        ),
        (record) => {
          expect(typeof normalize(record, 'CVE-1').ok).toBe('boolean');
        },
      ),
    );
  });
});
