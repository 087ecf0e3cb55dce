// The file of a backup: what it is, then every table piece by piece, then the digest of each; compressed as a whole with zstd.
import { createHash } from 'node:crypto';
import { z } from '@suture/protocol/agent/zod.ts';

/**
 * Unfolded, the file is: the line `suture-backup 1`, the header as a line of JSON, for each table the line `table NAME` with
 * pieces (`piece BYTES` and so many bytes), then a last line `end` with the trailer as JSON.
 */
const magic = 'suture-backup 1';
const mostLine = 4 * 1024 * 1024;
const mostPiece = 1024 * 1024;

const table = z.object({ name: z.string().max(100), columns: z.array(z.string().max(100)).max(200) });
const header = z.object({
  /** RFC 3339. */
  createdAt: z.string().max(40),
  organisation: z.uuid(),
  epoch: z.int().min(1),
  migrations: z.array(z.object({ id: z.string().max(200), checksum: z.string().max(100) })).max(10_000),
  tables: z.array(table).max(1_000),
  /** The authorities and the signing key; null where they are not in it. */
  keys: z.object({ authorities: z.string().max(100_000), signing: z.string().max(10_000) }).nullable(),
});
export type BackupHeader = z.infer<typeof header>;

const trailer = z.object({
  /** Of the header's line. */
  header: z.string(),
  tables: z.array(z.object({ name: z.string(), bytes: z.int(), sha256: z.string() })),
});
export type BackupTrailer = z.infer<typeof trailer>;

/** What is wrong with a file; a sentence. */
export class DamagedBackup extends Error {}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** The bytes of a backup, not yet compressed. `contentOf` is called for each table of the header in its order. */
export async function* writeBackup(
  head: BackupHeader,
  contentOf: (table: BackupHeader['tables'][number]) => AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array, void, void> {
  const line = JSON.stringify(head);
  yield Buffer.from(`${magic}\n${line}\n`);
  const tables: BackupTrailer['tables'] = [];
  for (const each of head.tables) {
    yield Buffer.from(`table ${each.name}\n`);
    const hash = createHash('sha256');
    let bytes = 0;
    for await (const chunk of contentOf(each)) {
      for (let at = 0; at < chunk.length; at += mostPiece) {
        const piece = chunk.subarray(at, at + mostPiece);
        hash.update(piece);
        bytes += piece.length;
        yield Buffer.from(`piece ${piece.length}\n`);
        yield piece;
      }
    }
    tables.push({ name: each.name, bytes, sha256: hash.digest('hex') });
  }
  yield Buffer.from(`end ${JSON.stringify({ header: sha256(line), tables } satisfies BackupTrailer)}\n`);
}

export interface BackupReader {
  /** Before any table. */
  readonly onHeader?: (header: BackupHeader) => Promise<void> | void;
  /** Given each table's pieces; must take them all. */
  readonly onTable?: (name: string, pieces: AsyncIterable<Uint8Array>) => Promise<void>;
}

/** Reads a whole file and answers with its header. Throws DamagedBackup unless every digest is right and nothing is missing. */
export async function readBackup(chunks: AsyncIterable<Uint8Array>, reader: BackupReader = {}): Promise<BackupHeader> {
  const input = new Input(chunks);
  if ((await input.line()) !== magic) throw new DamagedBackup('it is no backup of Suture, or of a later one');
  const line = await input.line();
  const head = parse(header, line, 'its header');
  await reader.onHeader?.(head);
  const found: BackupTrailer['tables'] = [];
  let next = await input.line();
  for (const { name } of head.tables) {
    if (next !== `table ${name}`) throw new DamagedBackup(`the table ${name} is not where it should be`);
    const hash = createHash('sha256');
    let bytes = 0;
    const pieces = async function* (): AsyncGenerator<Uint8Array, void, void> {
      for (;;) {
        next = await input.line();
        const [, length] = /^piece (\d{1,7})$/.exec(next) ?? [];
        if (length === undefined) return;
        if (Number(length) > mostPiece) throw new DamagedBackup('a piece is too long');
        const piece = await input.bytes(Number(length));
        hash.update(piece);
        bytes += piece.length;
        yield piece;
      }
    };
    if (reader.onTable === undefined) for await (const _ of pieces());
    else await reader.onTable(name, pieces());
    found.push({ name, bytes, sha256: hash.digest('hex') });
  }
  if (!next.startsWith('end ')) throw new DamagedBackup('its end is missing');
  const said = parse(trailer, next.slice(4), 'its end');
  if (said.header !== sha256(line)) throw new DamagedBackup('its header was changed');
  for (const [index, { name, bytes, sha256: digest }] of found.entries()) {
    const told = said.tables[index];
    if (told?.name !== name || told.bytes !== bytes || told.sha256 !== digest) {
      throw new DamagedBackup(`the table ${name} was changed`);
    }
  }
  if (!(await input.isOver())) throw new DamagedBackup('something stands behind its end');
  return head;
}

function parse<T extends z.ZodType>(schema: T, text: string, what: string): z.infer<T> {
  try {
    const read = schema.safeParse(JSON.parse(text));
    if (read.success) return read.data;
  } catch {
    // No JSON: said below.
  }
  throw new DamagedBackup(`${what} cannot be read`);
}

/** Lines and bytes out of chunks that end anywhere. */
class Input {
  readonly #chunks: AsyncIterator<Uint8Array>;
  #held: Buffer = Buffer.alloc(0);

  constructor(chunks: AsyncIterable<Uint8Array>) {
    this.#chunks = chunks[Symbol.asyncIterator]();
  }

  async #more(): Promise<boolean> {
    let next: IteratorResult<Uint8Array>;
    try {
      next = await this.#chunks.next();
    } catch (error) {
      throw new DamagedBackup(`it cannot be unfolded: ${error instanceof Error ? error.message : String(error)}`);
    }
    if (next.done === true) return false;
    this.#held = this.#held.length === 0 ? Buffer.from(next.value) : Buffer.concat([this.#held, next.value]);
    return true;
  }

  async line(): Promise<string> {
    for (;;) {
      const end = this.#held.indexOf(10);
      if (end !== -1) {
        const line = this.#held.toString('utf8', 0, end);
        this.#held = this.#held.subarray(end + 1);
        return line;
      }
      if (this.#held.length > mostLine || !(await this.#more())) throw new DamagedBackup('it is cut off');
    }
  }

  async bytes(length: number): Promise<Buffer> {
    while (this.#held.length < length) if (!(await this.#more())) throw new DamagedBackup('it is cut off');
    const bytes = this.#held.subarray(0, length);
    this.#held = this.#held.subarray(length);
    return bytes;
  }

  async isOver(): Promise<boolean> {
    return this.#held.length === 0 && !(await this.#more());
  }
}
