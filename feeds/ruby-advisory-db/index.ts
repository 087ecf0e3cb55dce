// ruby-advisory-db: flaws of gems and of Ruby interpreters, one YAML file each.
import type { Advisory } from '@suture/core/advisories/advisory.ts';
import { parse } from 'yaml';
import { readTar } from '../archives/tar.ts';
import type { Feed, FeedInput, FeedSink } from '../feed.ts';
import { normalize } from './normalize.ts';

const ADVISORY_FILE = /(?:^|\/)(?:gems|rubies)\/[^/]+\/([^/]+)\.yml$/;
const MAX_FILE_BYTES = 256 * 1024;

export const rubyAdvisoryDb: Feed = {
  name: 'ruby-advisory-db',
  files: [
    {
      url: 'https://github.com/rubysec/ruby-advisory-db/archive/refs/heads/master.tar.gz',
      path: 'ruby-advisory-db/ruby-advisory-db.tar.gz',
      maxBytes: 64 * 1024 * 1024,
    },
  ],
  read,
};

async function read(input: FeedInput, sink: FeedSink): Promise<{ upstreamDate: string | undefined }> {
  const found = new Map<string, Advisory>();
  let files = 0;
  for await (const entry of readTar(input.path)) {
    const id = ADVISORY_FILE.exec(entry.name)?.[1];
    if (id === undefined) continue;
    files += 1;
    if (entry.size > MAX_FILE_BYTES) {
      sink.malformed(id, 'the file is too long');
      continue;
    }
    const normalized = readAdvisory(entry.text(), id);
    if (!normalized.ok) sink.malformed(normalized.record, normalized.reason);
    else found.set(id, merge(found.get(id), normalized.advisory));
  }
  if (files === 0) throw new Error('the archive has no gems/…/….yml files');
  for (const advisory of found.values()) sink.advisory(advisory);
  return { upstreamDate: undefined };
}

function readAdvisory(content: string, id: string): ReturnType<typeof normalize> {
  try {
    return normalize(parse(withoutProse(content), { schema: 'core', maxAliasCount: 0 }), id);
  } catch (error) {
    return {
      ok: false,
      record: id,
      reason: `not YAML: ${error instanceof Error ? error.message.replace(/\n[^]*$/, '') : String(error)}`.slice(
        0,
        200,
      ),
    };
  }
}

/** Prose is most of the bytes, and parsing YAML is slow: the top-level block texts are cut out before. */
function withoutProse(content: string): string {
  let cutting = false;
  const kept = content.split('\n').map((line) => {
    if (cutting && (line === '' || line.startsWith(' ') || line === '\r')) return '';
    cutting = /^(?:description|notes):\s{0,10}[|>][-+\d]{0,3}\s*$/.test(line.slice(0, 100));
    return cutting ? `${line.slice(0, line.indexOf(':'))}: ""` : line;
  });
  return kept.join('\n');
}

/** One flaw of several gems has a file of the same name under each. */
function merge(known: Advisory | undefined, advisory: Advisory): Advisory {
  if (known === undefined) return advisory;
  return {
    ...known,
    aliases: [...new Set([...known.aliases, ...advisory.aliases])],
    related: [...new Set([...known.related, ...advisory.related])],
    affected: [...known.affected, ...advisory.affected],
  };
}
