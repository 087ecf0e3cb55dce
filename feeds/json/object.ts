// Cuts one huge JSON object into its top-level members, so that only one of them is in memory at a time.

export interface ObjectMember {
  readonly key: string;
  /** The member's value, parsed. */
  readonly value: unknown;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN = 0x7b;
const CLOSE = 0x7d;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;

const isSpace = (byte: number): boolean => byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;

/**
 * Yields the members of the object that `chunks` spell, in order; `JSON.parse` judges each of them, so what it would
 * refuse is refused here: with an `Error`, as a document cut short or a member of more than `maxMemberBytes` is.
 * What stood before the error has been yielded by then. Source: RFC 8259.
 */
export async function* cutObject(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  maxMemberBytes: number,
): AsyncGenerator<ObjectMember> {
  const cutter = new MemberCutter(maxMemberBytes);
  for await (const chunk of chunks) yield* cutter.write(chunk);
  cutter.end();
}

/** `start` before the object, `first` after its `{`, `key` and `value` in a member, `done` after its `}`. */
type Place = 'start' | 'first' | 'key' | 'value' | 'done';

class MemberCutter {
  readonly #maxBytes: number;
  #place: Place = 'start';
  #key = '';
  #parts: Uint8Array[] = [];
  #length = 0;
  #depth = 0;
  #inString = false;
  #escaped = false;
  #offset = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  *write(chunk: Uint8Array): Generator<ObjectMember> {
    let at = 0;
    while (at < chunk.length) {
      if (this.#place === 'key' || this.#place === 'value') {
        const end = this.#scan(chunk, at);
        this.#keep(chunk.subarray(at, end));
        at = end;
        if (at < chunk.length) {
          const member = this.#finish(chunk[at] ?? 0);
          if (member !== undefined) yield member;
          at += 1;
        }
      } else {
        this.#outside(chunk[at] ?? 0, this.#offset + at);
        at += 1;
      }
    }
    this.#offset += chunk.length;
  }

  end(): void {
    if (this.#place !== 'done') throw new Error('the JSON object is cut short');
  }

  /** A byte before or after the object, or right after its brace. */
  #outside(byte: number, offset: number): void {
    if (isSpace(byte)) return;
    if (this.#place === 'start' && byte === OPEN) this.#place = 'first';
    else if (this.#place === 'start' && offset < 3 && byte === [0xef, 0xbb, 0xbf][offset]) return;
    else if (this.#place === 'first' && byte === CLOSE) this.#place = 'done';
    else if (this.#place === 'first' && byte === QUOTE) {
      this.#place = 'key';
      this.#inString = true;
      this.#keep(Uint8Array.of(byte));
    } else throw new Error(`the JSON has a surprising byte 0x${byte.toString(16)} at ${offset}`);
  }

  /** Where in `chunk` the current key or value ends: at a `:`, `,` or `}` on the member's own level. */
  #scan(chunk: Uint8Array, from: number): number {
    // Locals, not fields: this loop sees every byte.
    let depth = this.#depth;
    let inString = this.#inString;
    let escaped = this.#escaped;
    const stop = this.#place === 'key' ? COLON : COMMA;
    let at = from;
    for (; at < chunk.length; at += 1) {
      const byte = chunk[at] ?? 0;
      if (inString) {
        if (escaped) escaped = false;
        else if (byte === BACKSLASH) escaped = true;
        else if (byte === QUOTE) inString = false;
      } else if (byte === QUOTE) inString = true;
      else if (byte === OPEN || byte === OPEN_LIST) depth += 1;
      else if (depth === 0 && (byte === stop || byte === CLOSE)) break;
      else if (byte === CLOSE || byte === CLOSE_LIST) depth -= 1;
    }
    this.#depth = depth;
    this.#inString = inString;
    this.#escaped = escaped;
    return at;
  }

  #keep(bytes: Uint8Array): void {
    this.#length += bytes.length;
    if (this.#length > this.#maxBytes)
      throw new Error(`a member of the JSON object has more than ${this.#maxBytes} bytes`);
    if (bytes.length > 0) this.#parts.push(bytes);
  }

  #finish(stop: number): ObjectMember | undefined {
    const value: unknown = JSON.parse(this.#take());
    if (this.#place === 'key') {
      if (typeof value !== 'string' || stop !== COLON) throw new Error('the JSON object has a key that is no string');
      this.#key = value;
      this.#place = 'value';
      return undefined;
    }
    this.#place = stop === CLOSE ? 'done' : 'key';
    return { key: this.#key, value };
  }

  #take(): string {
    const [only] = this.#parts;
    const bytes = this.#parts.length === 1 && only !== undefined ? only : Buffer.concat(this.#parts);
    this.#parts = [];
    this.#length = 0;
    this.#depth = 0;
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8');
  }
}
