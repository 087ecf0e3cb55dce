// Writes tar archives (POSIX ustar) that come out the same, byte for byte, from the same entries.

export type TarEntry =
  | { readonly kind: 'folder'; readonly path: string; readonly mode: number }
  | { readonly kind: 'file'; readonly path: string; readonly mode: number; readonly content: Uint8Array }
  | { readonly kind: 'link'; readonly path: string; readonly target: string };

const block = 512;

/**
 * The archive, owned by root, in the order of the paths. `path`: from the root, without `./` in front. `seconds`: the time of
 * every entry, since 1970. Throws RangeError for a path that does not fit into 100 bytes, as ours all do.
 */
export function writeTar(entries: readonly TarEntry[], seconds: number): Uint8Array {
  const sorted = entries.toSorted((a, b) => (a.path < b.path ? -1 : 1));
  const parts: Uint8Array[] = [];
  for (const entry of [{ kind: 'folder', path: '', mode: 0o755 } as const, ...sorted]) {
    parts.push(header(entry, seconds));
    if (entry.kind !== 'file') continue;
    parts.push(entry.content, new Uint8Array(-entry.content.length & (block - 1)));
  }
  parts.push(new Uint8Array(2 * block));
  return Buffer.concat(parts);
}

function header(entry: TarEntry, seconds: number): Uint8Array {
  const bytes = Buffer.alloc(block);
  const text = (at: number, length: number, value: string): void => {
    if (Buffer.byteLength(value) > length) throw new RangeError(`${value} is too long for a tar archive`);
    bytes.write(value, at);
  };
  const octal = (at: number, length: number, value: number): void =>
    text(at, length, `${value.toString(8).padStart(length - 1, '0')}\0`);
  text(0, 100, `./${entry.path}${entry.kind === 'folder' && entry.path !== '' ? '/' : ''}`);
  octal(100, 8, entry.kind === 'link' ? 0o777 : entry.mode);
  octal(108, 8, 0);
  octal(116, 8, 0);
  octal(124, 12, entry.kind === 'file' ? entry.content.length : 0);
  octal(136, 12, seconds);
  text(156, 1, { file: '0', link: '2', folder: '5' }[entry.kind]);
  text(157, 100, entry.kind === 'link' ? entry.target : '');
  text(257, 8, 'ustar\x0000');
  text(265, 32, 'root');
  text(297, 32, 'root');
  // The sum counts its own field as spaces.
  bytes.fill(' ', 148, 156);
  const sum = bytes.reduce((total, byte) => total + byte, 0);
  text(148, 8, `${sum.toString(8).padStart(6, '0')}\0 `);
  return bytes;
}

/** One file of a tar archive; undefined where it is not in it. Paths of npm's packages are short enough for the plain header. */
export function readTarFile(archive: Uint8Array, path: string): Uint8Array | undefined {
  const bytes = Buffer.from(archive.buffer, archive.byteOffset, archive.byteLength);
  for (let at = 0; at + block <= bytes.length;) {
    const name = bytes.toString('utf8', at, at + 100).replace(/\0.*$/s, '');
    if (name === '') return undefined;
    const size = Number.parseInt(bytes.toString('latin1', at + 124, at + 135), 8);
    if (!Number.isSafeInteger(size)) return undefined;
    if (name === path) return bytes.subarray(at + block, at + block + size);
    at += block + size + (-size & (block - 1));
  }
  return undefined;
}
