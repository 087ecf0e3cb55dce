// Brings together what a feed says of each package: as bytes, which cost a third of what strings do and no garbage collection.

/** One package's statements, each with X where it says "everything before X". A map, as vendors repeat themselves. */
export type Statements = ReadonlyMap<string, string | undefined>;

const CHUNK_BYTES = 4 * 1024 * 1024;

export class Gathered {
  /** `statement` or `statement\nX`, one after another; a statement is JSON, without a line break. */
  readonly #chunks: Buffer[] = [];
  #chunk = -1;
  #used = 0;
  /** Of each package: chunk, start and end of each statement. */
  readonly #places = new Map<string, number[]>();

  add(key: string, statement: string, fix: string | undefined): void {
    const text = fix === undefined ? statement : `${statement}\n${fix}`;
    // A UTF-16 unit takes at most three bytes.
    const most = text.length * 3;
    const chunk = this.#chunkFor(most);
    const start = this.#used;
    this.#used += chunk.write(text, start);
    const places = this.#places.get(key);
    if (places === undefined) this.#places.set(key, [this.#chunk, start, this.#used]);
    else places.push(this.#chunk, start, this.#used);
  }

  #chunkFor(bytes: number): Buffer {
    let chunk = this.#chunks[this.#chunk];
    while (chunk === undefined || this.#used + bytes > chunk.length) {
      this.#chunk += 1;
      this.#used = 0;
      chunk = this.#chunks[this.#chunk] ??= Buffer.allocUnsafe(Math.max(CHUNK_BYTES, bytes));
    }
    return chunk;
  }

  /** Forgets everything; the memory serves the next feed. */
  clear(): void {
    this.#places.clear();
    this.#chunk = -1;
    this.#used = 0;
  }

  /** Every package with all its statements, in the order of the keys. */
  *packages(): Generator<readonly [key: string, statements: Statements]> {
    for (const key of [...this.#places.keys()].sort()) yield [key, this.#statements(this.#places.get(key) ?? [])];
  }

  #statements(places: readonly number[]): Statements {
    const statements = new Map<string, string | undefined>();
    for (let at = 0; at < places.length; at += 3) {
      const [chunk = 0, start, end] = places.slice(at, at + 3);
      const text = this.#chunks[chunk]?.toString('utf8', start, end) ?? '';
      const cut = text.indexOf('\n');
      if (cut === -1) statements.set(text, undefined);
      else statements.set(text.slice(0, cut), text.slice(cut + 1));
    }
    return statements;
  }
}
