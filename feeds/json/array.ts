// Cuts the one huge array of a JSON document into its elements while the bytes arrive, so that it is never parsed whole.

export interface ArrayCut {
  /** The name of the top-level member that holds the array; undefined when the document itself is the array. */
  readonly member: string | undefined;
  /** Elements (and other members) longer than this are not kept. */
  readonly maxElementBytes: number;
  /** Called with each parsed element, in order. */
  readonly element: (value: unknown, index: number) => void;
  /** Called in place of `element` when one is too long. */
  readonly oversized: (index: number) => void;
}

export interface CutDocument {
  readonly count: number;
  /** The other top-level members of the document; those too long are left out. */
  readonly members: ReadonlyMap<string, unknown>;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;

type Expectation =
  | 'document'
  | 'first-key'
  | 'key'
  | 'colon'
  | 'member'
  | 'member-end'
  | 'first-element'
  | 'element'
  | 'element-end'
  | 'nothing';

const isSpace = (byte: number): boolean => byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;

/**
 * Reads a JSON document from `chunks` and hands over the elements of one of its arrays.
 *
 * Accepts exactly what `JSON.parse` accepts (after an optional byte order mark) and rejects with an `Error` otherwise: at
 * the end for a truncated document, which may be after elements were handed over. The array must be there, once.
 * Brackets are only counted; `JSON.parse` of each piece checks the rest. Source: RFC 8259.
 */
export async function cutArray(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  cut: ArrayCut,
): Promise<CutDocument> {
  const cutter = new Cutter(cut);
  for await (const chunk of chunks) cutter.write(chunk);
  return cutter.end();
}

class Cutter {
  readonly #cut: ArrayCut;
  readonly #members = new Map<string, unknown>();
  readonly #piece: Piece;
  #expect: Expectation = 'document';
  #key = '';
  #found = false;
  #count = 0;
  #offset = 0;

  constructor(cut: ArrayCut) {
    this.#cut = cut;
    this.#piece = new Piece(cut.maxElementBytes);
  }

  write(chunk: Uint8Array): void {
    let at = this.#offset === 0 && chunk[0] === 0xef && chunk[1] === 0xbb && chunk[2] === 0xbf ? 3 : 0;
    while (at < chunk.length) {
      if (this.#piece.open) {
        at = this.#piece.write(chunk, at);
        if (!this.#piece.open) this.#finishPiece();
        continue;
      }
      const byte = chunk[at] ?? 0;
      if (isSpace(byte)) at += 1;
      else if (this.#startsPiece(byte)) this.#piece.start(byte);
      else {
        this.#step(byte);
        at += 1;
      }
    }
    this.#offset += chunk.length;
  }

  end(): CutDocument {
    if (this.#expect !== 'nothing') throw new Error('JSON ends too early');
    if (!this.#found) throw new Error(`JSON has no array ${this.#cut.member ?? 'at its top'}`);
    return { count: this.#count, members: this.#members };
  }

  #startsPiece(byte: number): boolean {
    switch (this.#expect) {
      case 'first-element':
        return byte !== CLOSE_BRACKET;
      case 'element':
        return true;
      case 'first-key':
      case 'key':
        return byte === QUOTE;
      case 'member':
        return !(this.#key === this.#cut.member && byte === OPEN_BRACKET);
      default:
        return false;
    }
  }

  /** A structural byte between the pieces. */
  #step(byte: number): void {
    const expect = this.#expect;
    if (expect === 'document' && byte === OPEN_BRACKET && this.#cut.member === undefined) this.#openArray();
    else if (expect === 'document' && byte === OPEN_BRACE && this.#cut.member !== undefined) this.#expect = 'first-key';
    else if (expect === 'member' && byte === OPEN_BRACKET) this.#openArray();
    else if (expect === 'colon' && byte === COLON) this.#expect = 'member';
    else if (expect === 'member-end' && byte === COMMA) this.#expect = 'key';
    else if ((expect === 'member-end' || expect === 'first-key') && byte === CLOSE_BRACE) this.#expect = 'nothing';
    else if (expect === 'element-end' && byte === COMMA) this.#expect = 'element';
    else if ((expect === 'element-end' || expect === 'first-element') && byte === CLOSE_BRACKET)
      this.#expect = this.#cut.member === undefined ? 'nothing' : 'member-end';
    else throw new Error(`JSON has an unexpected byte 0x${byte.toString(16)} where ${expect} should be`);
  }

  #openArray(): void {
    if (this.#found) throw new Error(`JSON has the array ${this.#cut.member ?? ''} twice`);
    this.#found = true;
    this.#expect = 'first-element';
  }

  #finishPiece(): void {
    const text = this.#piece.take();
    const value: unknown = text === undefined ? undefined : JSON.parse(text);
    switch (this.#expect) {
      case 'first-key':
      case 'key':
        this.#key = typeof value === 'string' ? value : '';
        this.#expect = 'colon';
        return;
      case 'member':
        if (text !== undefined) this.#members.set(this.#key, value);
        this.#expect = 'member-end';
        return;
      default:
        if (text === undefined) this.#cut.oversized(this.#count);
        else this.#cut.element(value, this.#count);
        this.#count += 1;
        this.#expect = 'element-end';
    }
  }
}

/** One JSON value or key being collected: from its first byte to the byte that ends it. */
class Piece {
  open = false;
  readonly #maxBytes: number;
  readonly #decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  #kind: 'nested' | 'string' | 'scalar' = 'scalar';
  #depth = 0;
  #inString = false;
  #escaped = false;
  #parts: Uint8Array[] = [];
  #length = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  start(first: number): void {
    this.open = true;
    this.#kind = first === OPEN_BRACE || first === OPEN_BRACKET ? 'nested' : first === QUOTE ? 'string' : 'scalar';
    this.#depth = 0;
    this.#inString = false;
    this.#escaped = false;
    this.#parts = [];
    this.#length = 0;
  }

  /** Takes what belongs to the piece from `chunk` at `from`; returns where it stopped. */
  write(chunk: Uint8Array, from: number): number {
    const end = this.#kind === 'scalar' ? this.#scalarEnd(chunk, from) : this.#valueEnd(chunk, from);
    this.#length += end - from;
    if (this.#length <= this.#maxBytes) this.#parts.push(chunk.subarray(from, end));
    else this.#parts = [];
    return end;
  }

  /** The piece as text; undefined when it was too long. */
  take(): string | undefined {
    if (this.#length > this.#maxBytes) return undefined;
    const [only] = this.#parts;
    return this.#decoder.decode(this.#parts.length === 1 ? only : Buffer.concat(this.#parts));
  }

  #scalarEnd(chunk: Uint8Array, from: number): number {
    for (let at = from; at < chunk.length; at += 1) {
      const byte = chunk[at] ?? 0;
      if (byte === COMMA || byte === CLOSE_BRACKET || byte === CLOSE_BRACE || byte === COLON || isSpace(byte)) {
        this.open = false;
        return at;
      }
    }
    return chunk.length;
  }

  // Locals, not fields: this loop sees every byte.
  #valueEnd(chunk: Uint8Array, from: number): number {
    const nested = this.#kind === 'nested';
    let depth = this.#depth;
    let inString = this.#inString;
    let escaped = this.#escaped;
    let at = from;
    for (; at < chunk.length; at += 1) {
      const byte = chunk[at] ?? 0;
      if (inString) {
        if (escaped) escaped = false;
        else if (byte === BACKSLASH) escaped = true;
        else if (byte === QUOTE) {
          inString = false;
          if (!nested) break;
        }
      } else if (byte === QUOTE) inString = true;
      else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) depth += 1;
      else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) {
        depth -= 1;
        if (depth === 0) break;
      }
    }
    this.#depth = depth;
    this.#inString = inString;
    this.#escaped = escaped;
    if (at === chunk.length) return at;
    this.open = false;
    return at + 1;
  }
}
