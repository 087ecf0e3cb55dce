// Keeps the first bytes of what flows by, up to a limit, and knows whether there was more.

export class Capped {
  readonly #chunks: Buffer[] = [];
  readonly #limit: number;
  #size = 0;
  truncated = false;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Keeps what fits; false once something did not. */
  add(chunk: Buffer): boolean {
    const room = this.#limit - this.#size;
    if (chunk.length > room) this.truncated = true;
    if (room > 0) this.#chunks.push(chunk.subarray(0, room));
    this.#size += Math.min(chunk.length, Math.max(room, 0));
    return !this.truncated;
  }

  text(): string {
    return Buffer.concat(this.#chunks).toString('utf8');
  }
}
