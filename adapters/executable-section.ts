// Finds one section of an ELF program by its name, reading little more than the tables that lead there.
// Source: System V ABI, chapter 4 (ELF header, section header table).
import type { Host } from './host.ts';

/** In the order of the file; undefined where it is no ELF program, has no such section, or cannot be read. */
export async function readSection(
  host: Host,
  path: string,
  name: string,
  most: number,
): Promise<Uint8Array | undefined> {
  const head = await bytesAt(host, path, 0, 64);
  if (head === undefined || head.length < 52) return undefined;
  if (head[0] !== 0x7f || head[1] !== 0x45 || head[2] !== 0x4c || head[3] !== 0x46) return undefined;
  const wide = head[4] === 2;
  const little = head[5] === 1;
  if (wide && head.length < 64) return undefined;
  const view = viewOf(head);
  const tableAt = wide ? number64(view, 0x28, little) : view.getUint32(0x20, little);
  const entrySize = view.getUint16(wide ? 0x3a : 0x2e, little);
  const entries = view.getUint16(wide ? 0x3c : 0x30, little);
  const namesIndex = view.getUint16(wide ? 0x3e : 0x32, little);
  if (tableAt === undefined || entrySize < (wide ? 64 : 40) || entrySize > 256 || namesIndex >= entries)
    return undefined;
  const table = await bytesAt(host, path, tableAt, entrySize * entries);
  if (table === undefined || table.length < entrySize * entries) return undefined;
  const sections = viewOf(table);
  const placeOf = (index: number): { readonly from: number; readonly size: number } | undefined => {
    const at = index * entrySize;
    const from = wide ? number64(sections, at + 0x18, little) : sections.getUint32(at + 0x10, little);
    const size = wide ? number64(sections, at + 0x20, little) : sections.getUint32(at + 0x14, little);
    return from === undefined || size === undefined ? undefined : { from, size };
  };
  const namesAt = placeOf(namesIndex);
  if (namesAt === undefined) return undefined;
  const names = await bytesAt(host, path, namesAt.from, Math.min(namesAt.size, 64 << 10));
  if (names === undefined) return undefined;
  const text = Buffer.from(names).toString('latin1');
  for (let index = 0; index < entries; index++) {
    const start = sections.getUint32(index * entrySize, little);
    if (!text.startsWith(`${name}\0`, start)) continue;
    const place = placeOf(index);
    return place === undefined ? undefined : bytesAt(host, path, place.from, Math.min(place.size, most));
  }
  return undefined;
}

async function bytesAt(host: Host, path: string, from: number, length: number): Promise<Uint8Array | undefined> {
  const read = await host.readBytes?.(path, from, length);
  return read?.kind === 'bytes' ? read.bytes : undefined;
}

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** Undefined where no file can be that long. */
function number64(view: DataView, at: number, little: boolean): number | undefined {
  const value = view.getBigUint64(at, little);
  return value <= 0xffff_ffff_ffffn ? Number(value) : undefined;
}
