// What an archive may hold before it is refused, and the one error that says why it was.

export interface ArchiveLimits {
  readonly maxEntries: number;
  /** Unpacked bytes of one entry. */
  readonly maxEntryBytes: number;
  /** Unpacked bytes of everything in the archive. */
  readonly maxTotalBytes: number;
  /** Unpacked bytes for each packed byte, judged only past the first `RATIO_FREE_BYTES`. */
  readonly maxRatio: number;
}

/** Fits every published feed several times over: OSV's largest archive holds some 300,000 records of at most a few MB. */
export const DEFAULT_LIMITS: ArchiveLimits = {
  maxEntries: 2_000_000,
  maxEntryBytes: 64 * 1024 * 1024,
  maxTotalBytes: 8 * 1024 * 1024 * 1024,
  maxRatio: 250,
};

/** Small things may pack absurdly well without harm. */
const RATIO_FREE_BYTES = 4 * 1024 * 1024;

export type ArchiveErrorCode = 'truncated' | 'damaged' | 'too-large' | 'unsafe-name' | 'encrypted' | 'unsupported';

/** The archive as a whole cannot be trusted or read; nothing read from it so far should be kept. */
export class ArchiveError extends Error {
  readonly code: ArchiveErrorCode;

  constructor(code: ArchiveErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ArchiveError';
    this.code = code;
  }
}

/** One file of an archive. Its content is only unpacked when asked for. */
export interface ArchiveEntry {
  readonly name: string;
  readonly size: number;
  bytes(): Buffer;
  /** UTF-8; a byte order mark is dropped. */
  text(): string;
}

export const asText = (bytes: Buffer): string =>
  bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.toString('utf8', 3) : bytes.toString('utf8');

/**
 * Throws `unsafe-name` for a name that would leave the archive's own folder if anyone wrote it to disk.
 * We never do, but whoever made such an archive meant harm, and its content is not worth reading.
 */
export function checkName(name: string): void {
  // oxlint-disable-next-line no-control-regex -- control characters are what is being refused
  if (name === '' || /[\u0000-\u001f]/.test(name)) throw new ArchiveError('unsafe-name', 'an entry has no usable name');
  if (/^[\\/]|^[A-Za-z]:/.test(name) || /(^|[\\/])\.\.([\\/]|$)/.test(name)) {
    throw new ArchiveError('unsafe-name', `the entry ${JSON.stringify(name.slice(0, 120))} points outside the archive`);
  }
}

/** Counts what has been unpacked so far and throws `too-large` as soon as a limit is passed. */
export class Budget {
  readonly #limits: ArchiveLimits;
  #entries = 0;
  #bytes = 0;

  constructor(limits: ArchiveLimits) {
    this.#limits = limits;
  }

  entry(name: string, size: number): void {
    const { maxEntries, maxEntryBytes, maxTotalBytes } = this.#limits;
    this.#entries += 1;
    this.#bytes += size;
    if (this.#entries > maxEntries) throw new ArchiveError('too-large', `more than ${maxEntries} entries`);
    if (size > maxEntryBytes) {
      throw new ArchiveError(
        'too-large',
        `the entry ${JSON.stringify(name.slice(0, 120))} unpacks to ${size} bytes, more than ${maxEntryBytes}`,
      );
    }
    if (this.#bytes > maxTotalBytes) throw new ArchiveError('too-large', `unpacks to more than ${maxTotalBytes} bytes`);
  }

  ratio(unpacked: number, packed: number): void {
    if (unpacked > RATIO_FREE_BYTES && unpacked > packed * this.#limits.maxRatio) {
      throw new ArchiveError(
        'too-large',
        `unpacks to more than ${this.#limits.maxRatio} times its size: a decompression bomb`,
      );
    }
  }
}
