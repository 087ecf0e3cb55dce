// OSV archives read whole.
import { describe, expect, it } from 'vitest';
import { packZip, temporaryFile } from '../archives/pack.ts';
import { collect } from '../collected.ts';
import { osvFeeds } from './index.ts';

const npm = osvFeeds.find(({ name }) => name === 'osv:npm')!;
const record = (id: string, modified: string) =>
  JSON.stringify({ id, modified, affected: [{ package: { ecosystem: 'npm', name: 'p' }, versions: ['1.0.0'] }] });

describe('the OSV feeds', () => {
  it('have one address and one path each, with spaces escaped in the address only', () => {
    const rocky = osvFeeds.find(({ name }) => name === 'osv:Rocky Linux');
    expect(rocky?.files).toEqual([
      {
        url: 'https://osv-vulnerabilities.storage.googleapis.com/Rocky%20Linux/all.zip',
        path: 'osv/Rocky Linux/all.zip',
        optional: true,
        maxBytes: 1024 * 1024 * 1024,
      },
    ]);
    expect(new Set(osvFeeds.map(({ name }) => name)).size).toBe(osvFeeds.length);
  });

  it('give every record, count what cannot be read, and say how new the data are', async () => {
    const archive = packZip([
      { name: 'A-1.json', content: record('A-1', '2024-05-01T00:00:00Z') },
      { name: 'README.md', content: 'not a record' },
      { name: 'broken.json', content: '{"id":' },
      { name: 'nameless.json', content: '{}' },
      { name: 'A-2.json', content: record('A-2', '2024-06-01T00:00:00Z') },
      { name: 'A-3.json', content: record('A-3', '0001-01-01T00:00:00Z') },
    ]);
    const read = await collect(npm, temporaryFile('all.zip', archive));
    expect(read.advisories.map(({ id }) => id)).toEqual(['A-1', 'A-2', 'A-3']);
    expect(read.malformed).toEqual(['broken.json: not JSON', 'nameless.json: the record has no usable id']);
    expect(read.upstreamDate).toBe('2024-06-01T00:00:00Z');
  });

  it('fail as a whole when the archive is cut short', async () => {
    const archive = packZip([{ name: 'A-1.json', content: record('A-1', '2024-05-01T00:00:00Z') }]);
    await expect(collect(npm, temporaryFile('all.zip', archive.subarray(0, -30)))).rejects.toThrow('cut short');
  });
});
