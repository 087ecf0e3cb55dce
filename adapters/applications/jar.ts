// What Maven wrote into a Java archive about itself, and into the archives inside it.
// Source: PKWARE's APPNOTE.TXT (ZIP); Maven's archiver (META-INF/maven/GROUP/ARTIFACT/pom.properties).
import { inflateRawSync } from 'node:zlib';
import { maven } from '@suture/core/versions/maven.ts';
import type { Host } from '../host.ts';
import type { Named } from './lock-files.ts';

/** Bytes from a place on: of a file, or of what was unpacked. */
export type Reader = (from: number, length: number) => Promise<Uint8Array | undefined>;

export interface Jar {
  readonly found: readonly Named[];
  /** Archives inside that could not be read. */
  readonly unread: number;
}

const mostDirectory = 8 << 20;
const mostEntries = 50_000;
const mostProperties = 64 << 10;
const mostInner = 64 << 20;
const mostInnerJars = 2_000;
const mostDepth = 3;

export const fileReader =
  (host: Host, path: string): Reader =>
  async (from, length) => {
    const read = await host.readBytes?.(path, from, length);
    return read?.kind === 'bytes' ? read.bytes : undefined;
  };

const memoryReader =
  (bytes: Uint8Array): Reader =>
  async (from, length) =>
    bytes.subarray(from, from + length);

interface Entry {
  readonly name: string;
  readonly method: number;
  readonly packed: number;
  readonly size: number;
  readonly at: number;
}

/** Undefined where it is no archive that can be read. */
export async function readJar(read: Reader, bytes: number, depth = 0): Promise<Jar | undefined> {
  const entries = await readDirectory(read, bytes);
  if (entries === undefined) return undefined;
  const found: Named[] = [];
  let unread = 0;
  for (const entry of entries) {
    const named = /^META-INF\/maven\/([\w.-]{1,200})\/([\w.-]{1,200})\/pom\.properties$/.exec(entry.name);
    if (named === null) continue;
    const content = entry.size <= mostProperties ? await unpack(read, entry) : undefined;
    const version = /^version=(\S{1,100})\s*$/m.exec(Buffer.from(content ?? []).toString('utf8'))?.[1];
    if (version !== undefined && maven.parse(version).ok) found.push({ name: `${named[1]}:${named[2]}`, version });
  }
  const inner = entries.filter(({ name }) => /\.jar$/i.test(name)).slice(0, mostInnerJars);
  for (const entry of depth < mostDepth ? inner : []) {
    const jar = await readInner(read, entry, depth);
    if (jar === undefined) unread += 1;
    else {
      found.push(...jar.found);
      unread += jar.unread;
    }
  }
  return { found, unread: unread + (depth < mostDepth ? 0 : inner.length) };
}

/** Spring Boot stores them as they are: then no more is read than their tables. */
async function readInner(read: Reader, entry: Entry, depth: number): Promise<Jar | undefined> {
  if (entry.method === 0) {
    const start = await dataOf(read, entry);
    if (start === undefined) return undefined;
    const inner: Reader = (from, length) =>
      from > entry.packed ? Promise.resolve(undefined) : read(start + from, Math.min(length, entry.packed - from));
    return readJar(inner, entry.packed, depth + 1);
  }
  const content = entry.size <= mostInner ? await unpack(read, entry) : undefined;
  return content === undefined ? undefined : readJar(memoryReader(content), content.length, depth + 1);
}

async function readDirectory(read: Reader, bytes: number): Promise<readonly Entry[] | undefined> {
  // The end of the directory stands last, before a remark of at most 64 KiB.
  const from = Math.max(0, bytes - 66_000);
  const tail = await read(from, Math.min(bytes, 66_000));
  if (tail === undefined) return undefined;
  const end = Buffer.from(tail.buffer, tail.byteOffset, tail.byteLength);
  const at = end.lastIndexOf(Buffer.from('PK\u0005\u0006', 'latin1'));
  if (at === -1 || at + 22 > end.length) return undefined;
  const length = end.readUInt32LE(at + 12);
  const start = end.readUInt32LE(at + 16);
  if (length > mostDirectory) return undefined;
  const table = await read(start, length);
  if (table === undefined || table.length < length) return undefined;
  const directory = Buffer.from(table.buffer, table.byteOffset, table.byteLength);
  const entries: Entry[] = [];
  for (let place = 0; place + 46 <= directory.length && entries.length < mostEntries;) {
    if (directory.readUInt32LE(place) !== 0x02_01_4b_50) return undefined;
    const nameLength = directory.readUInt16LE(place + 28);
    const next = place + 46 + nameLength + directory.readUInt16LE(place + 30) + directory.readUInt16LE(place + 32);
    entries.push({
      name: directory.toString('utf8', place + 46, place + 46 + nameLength),
      method: directory.readUInt16LE(place + 10),
      packed: directory.readUInt32LE(place + 20),
      size: directory.readUInt32LE(place + 24),
      at: directory.readUInt32LE(place + 42),
    });
    place = next;
  }
  return entries;
}

/** Where the content begins, which the entry's own header alone says. */
async function dataOf(read: Reader, { at }: Entry): Promise<number | undefined> {
  const head = await read(at, 30);
  if (head === undefined || head.length < 30) return undefined;
  const header = Buffer.from(head.buffer, head.byteOffset, head.byteLength);
  if (header.readUInt32LE(0) !== 0x04_03_4b_50) return undefined;
  return at + 30 + header.readUInt16LE(26) + header.readUInt16LE(28);
}

async function unpack(read: Reader, entry: Entry): Promise<Uint8Array | undefined> {
  if (entry.packed > mostInner || (entry.method !== 0 && entry.method !== 8)) return undefined;
  const start = await dataOf(read, entry);
  const packed = start === undefined ? undefined : await read(start, entry.packed);
  if (packed === undefined || packed.length < entry.packed) return undefined;
  if (entry.method === 0) return packed;
  try {
    return inflateRawSync(packed, { maxOutputLength: Math.max(1, entry.size) });
  } catch {
    return undefined;
  }
}
