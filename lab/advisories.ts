// Advisories of our own, in a folder of feeds as they are published: what a server of the lab judges its hosts by.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';

export interface SampleAdvisory {
  readonly cve: string;
  readonly source: string;
  /** The first version of it that does not have it. */
  readonly fixed: string;
  /** As OSV writes it; Debian 12 where nothing is said. */
  readonly ecosystem?: string;
}

/** For the server's `--from`: OSV's archives of these distributions, with these alone. */
export function advisoriesFolder(folder: string, advisories: readonly SampleAdvisory[]): void {
  const archives = Map.groupBy(advisories, ({ ecosystem = 'Debian' }) => ecosystem.split(':')[0] ?? '');
  for (const [archive, records] of archives) {
    mkdirSync(join(folder, 'osv', archive), { recursive: true });
    writeFileSync(join(folder, 'osv', archive, 'all.zip'), zipOf(records.map(recordOf)));
  }
}

const recordOf = ({ cve, source, fixed, ecosystem = 'Debian:12' }: SampleAdvisory) => ({
  id: `${ecosystem.split(':')[0]?.toUpperCase()}-${cve}`,
  details: 'A sample of the lab.',
  published: '2026-01-01T00:00:00Z',
  modified: '2026-01-01T00:00:00Z',
  upstream: [cve],
  affected: [
    {
      package: { ecosystem, name: source },
      ranges: [{ type: 'ECOSYSTEM', events: [{ introduced: '0' }, { fixed }] }],
      ecosystem_specific: { urgency: 'not yet assigned' },
    },
  ],
});

/** Stored as they are. Source: APPNOTE.TXT 6.3.10, 4.3. */
function zipOf(records: readonly { readonly id: string }[]): Buffer {
  const members: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const record of records) {
    const name = Buffer.from(`${record.id}.json`);
    const content = Buffer.from(JSON.stringify(record));
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt32LE(crc32(content), 10);
    common.writeUInt32LE(content.length, 14);
    common.writeUInt32LE(content.length, 18);
    common.writeUInt16LE(name.length, 22);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(offset, 10);
    const member = Buffer.concat([Buffer.from('PK\x03\x04'), common, name, content]);
    members.push(member);
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x00'), common, place, name]));
    offset += member.length;
  }
  const listed = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(records.length, 8);
  end.writeUInt16LE(records.length, 10);
  end.writeUInt32LE(listed.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...members, listed, end]);
}
