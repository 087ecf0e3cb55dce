// Packs small archives, sound ones and hostile ones, for tests.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { crc32, deflateRawSync } from 'node:zlib';
import { afterAll } from 'vitest';

export interface ZipMember {
  readonly name: string;
  readonly content: string | Buffer;
  readonly stored?: boolean;
  readonly flags?: number;
  readonly method?: number;
  /** What the directory claims in place of the truth. */
  readonly claimedSize?: number;
  readonly claimedCrc?: number;
}

export function packZip(
  members: readonly ZipMember[],
  options: { readonly zip64?: boolean; readonly comment?: string } = {},
): Buffer {
  const parts: Buffer[] = [];
  const headers: Buffer[] = [];
  let offset = 0;
  for (const member of members) {
    const content = Buffer.from(member.content);
    const packed = member.stored === true ? content : deflateRawSync(content);
    const name = Buffer.from(member.name);
    const method = member.method ?? (member.stored === true ? 0 : 8);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(member.flags ?? 0, 6);
    local.writeUInt16LE(method, 8);
    local.writeUInt16LE(name.length, 26);
    parts.push(local, name, packed);
    const extra = options.zip64 === true ? Buffer.alloc(28) : Buffer.alloc(0);
    const header = Buffer.alloc(46);
    header.writeUInt32LE(0x02014b50, 0);
    header.writeUInt16LE(member.flags ?? 0, 8);
    header.writeUInt16LE(method, 10);
    header.writeUInt32LE(member.claimedCrc ?? crc32(content), 16);
    const size = member.claimedSize ?? content.length;
    header.writeUInt16LE(name.length, 28);
    header.writeUInt16LE(extra.length, 30);
    if (options.zip64 === true) {
      for (const at of [20, 24, 42]) header.writeUInt32LE(0xffffffff, at);
      extra.writeUInt16LE(1, 0);
      extra.writeUInt16LE(24, 2);
      extra.writeBigUInt64LE(BigInt(size), 4);
      extra.writeBigUInt64LE(BigInt(packed.length), 12);
      extra.writeBigUInt64LE(BigInt(offset), 20);
    } else {
      header.writeUInt32LE(packed.length, 20);
      header.writeUInt32LE(size, 24);
      header.writeUInt32LE(offset, 42);
    }
    headers.push(header, name, extra);
    offset += 30 + name.length + packed.length;
  }
  const listing = Buffer.concat(headers);
  const comment = Buffer.from(options.comment ?? '');
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(comment.length, 20);
  if (options.zip64 !== true) {
    end.writeUInt16LE(members.length, 8);
    end.writeUInt16LE(members.length, 10);
    end.writeUInt32LE(listing.length, 12);
    end.writeUInt32LE(offset, 16);
    return Buffer.concat([...parts, listing, end, comment]);
  }
  end.fill(0xff, 8, 20);
  return Buffer.concat([...parts, listing, end64(members.length, listing.length, offset), end, comment]);
}

function end64(entries: number, length: number, offset: number): Buffer {
  const record = Buffer.alloc(56 + 20);
  record.writeUInt32LE(0x06064b50, 0);
  record.writeBigUInt64LE(44n, 4);
  for (const at of [24, 32]) record.writeBigUInt64LE(BigInt(entries), at);
  record.writeBigUInt64LE(BigInt(length), 40);
  record.writeBigUInt64LE(BigInt(offset), 48);
  record.writeUInt32LE(0x07064b50, 56);
  record.writeBigUInt64LE(BigInt(offset + length), 64);
  record.writeUInt32LE(1, 72);
  return record;
}

export interface TarMember {
  readonly name: string;
  readonly content?: string;
  /** `0` file, `5` folder, `2` link, `L` GNU long name, `x` pax. */
  readonly type?: string;
  readonly link?: string;
}

export function packTar(members: readonly TarMember[], closed = true): Buffer {
  const blocks = members.flatMap(({ name, content = '', type = '0', link = '' }) => {
    const bytes = Buffer.from(content);
    const header = Buffer.alloc(512);
    header.write(name.slice(0, 100), 0);
    header.write('0000644\0', 100);
    header.write(`${bytes.length.toString(8).padStart(11, '0')}\0`, 124);
    header.write('        ', 148);
    header.write(type, 156);
    header.write(link, 157);
    header.write('ustar\u000000', 257);
    const sum = header.reduce((total, byte) => total + byte, 0);
    header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
    return [header, bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512)];
  });
  return Buffer.concat([...blocks, closed ? Buffer.alloc(1024) : Buffer.alloc(0)]);
}

/** `<length> path=<name>\n`, where the length counts itself. */
export function paxPath(name: string): string {
  const rest = Buffer.byteLength(` path=${name}\n`);
  const length = rest + String(rest + String(rest).length).length;
  return `${length} path=${name}\n`;
}

const directory = mkdtempSync(path.join(tmpdir(), 'suture-test-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));
let written = 0;

/** Writes the bytes to a new file and returns its path; it is gone when the test file is done. */
export function temporaryFile(name: string, bytes: string | Uint8Array): string {
  written += 1;
  const file = path.join(directory, `${written}-${name}`);
  writeFileSync(file, bytes);
  return file;
}
