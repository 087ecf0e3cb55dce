// Writes tar archives entry by entry, as ustar has them, also such as no tar would make; for tests.
export interface TarEntry {
  readonly name: string;
  readonly type?: 'hard' | 'link' | 'character' | 'block' | 'folder' | 'pipe';
  readonly content?: string;
  readonly to?: string;
  readonly mode?: number;
}

const flags = { hard: '1', link: '2', character: '3', block: '4', folder: '5', pipe: '6' } as const;
const blockBytes = 512;

function header({ name, type, content = '', to = '', mode }: TarEntry): Buffer {
  const block = Buffer.alloc(blockBytes);
  const octal = (value: number, at: number, length: number): void =>
    void block.write(`${value.toString(8).padStart(length - 1, '0')}\0`, at, 'latin1');
  block.write(name, 0, 100);
  octal(mode ?? (type === 'folder' ? 0o755 : 0o644), 100, 8);
  octal(0, 108, 8);
  octal(0, 116, 8);
  octal(Buffer.byteLength(content), 124, 12);
  octal(1_767_225_600, 136, 12);
  block.fill(' ', 148, 156);
  block.write(type === undefined ? '0' : flags[type], 156);
  block.write(to, 157, 100);
  block.write('ustar\x0000', 257, 'latin1');
  const sum = block.reduce((all, byte) => all + byte, 0);
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return block;
}

export function tarOf(entries: readonly TarEntry[]): Buffer {
  const blocks = entries.flatMap((entry) => {
    const content = Buffer.from(entry.content ?? '');
    return [header(entry), content, Buffer.alloc((blockBytes - (content.length % blockBytes)) % blockBytes)];
  });
  return Buffer.concat([...blocks, Buffer.alloc(2 * blockBytes)]);
}
