// Until when the keys of a keyring are good, from its packets alone: no key is used, and no signature verified.
// Source: RFC 9580 §4.2 (packet headers), §5.2.3 (signatures and their subpackets), §5.5.2 (keys), §6 (armour).

export interface KeyLife {
  /** Seconds since 1970; undefined: for ever. */
  readonly expires: number | undefined;
}

const mostPackets = 20_000;
const tags = { signature: 2, publicKey: 6, subkey: 14 } as const;
/** Of a user's name (0x10 to 0x13) or of the key itself (0x1f). */
const aboutKey = new Set([0x10, 0x11, 0x12, 0x13, 0x1f]);

/** The primary keys in it, armoured or not; none where it is no keyring, or of versions of keys that apt does not know either. */
export function keyLives(bytes: Uint8Array): readonly KeyLife[] {
  const lives: { created: number; signed: number; lasts: number | undefined }[] = [];
  let isPrimary = false;
  for (const { tag, body } of packetsOf(plainBytes(bytes))) {
    if (tag === tags.publicKey) {
      isPrimary = body[0] === 4 && body.length > 6;
      if (isPrimary) lives.push({ created: word(body, 1), signed: -1, lasts: undefined });
    } else if (tag === tags.subkey) isPrimary = false;
    const life = lives.at(-1);
    if (tag !== tags.signature || !isPrimary || life === undefined) continue;
    const said = saidOfKey(body);
    // The last word counts: an expiry may be put off, and brought forward.
    if (said !== undefined && said.signed >= life.signed) Object.assign(life, said);
  }
  return lives.map(({ created, lasts }) => ({ expires: lasts === undefined ? undefined : created + lasts }));
}

/** Only what a key says of itself has flags or a life in it: what others say of it does not count. */
function saidOfKey(body: Uint8Array): { readonly signed: number; readonly lasts: number | undefined } | undefined {
  if (body[0] !== 4 || !aboutKey.has(body[1] ?? 0)) return undefined;
  const end = Math.min(body.length, 6 + (((body[4] ?? 0) << 8) | (body[5] ?? 0)));
  let [signed, lasts, isOwn]: [number, number | undefined, boolean] = [0, undefined, false];
  for (let at = 6; at < end;) {
    const [length, next] = lengthAt(body, at);
    if (length === 0 || next + length > end) break;
    const kind = (body[next] ?? 0) & 0x7f;
    if (kind === 2) signed = word(body, next + 1);
    if (kind === 9 && word(body, next + 1) > 0) lasts = word(body, next + 1);
    if (kind === 9 || kind === 27) isOwn = true;
    at = next + length;
  }
  return isOwn ? { signed, lasts } : undefined;
}

function* packetsOf(bytes: Uint8Array): Generator<{ readonly tag: number; readonly body: Uint8Array }> {
  let at = 0;
  for (let count = 0; count < mostPackets && at < bytes.length; count++) {
    const head = bytes[at] ?? 0;
    if ((head & 0x80) === 0) return;
    const isNew = (head & 0x40) !== 0;
    const [length, next] = isNew ? lengthAt(bytes, at + 1) : oldLengthAt(bytes, at + 1, head & 3);
    if (length < 0 || next + length > bytes.length) return;
    yield { tag: isNew ? head & 0x3f : (head >> 2) & 0x0f, body: bytes.subarray(next, next + length) };
    at = next + length;
  }
}

/** A length of one, two or five bytes, and where it ends; partial lengths are of data, and none of keys. */
function lengthAt(bytes: Uint8Array, at: number): readonly [length: number, next: number] {
  const first = bytes[at] ?? 0;
  if (first < 192) return [first, at + 1];
  if (first < 224) return [((first - 192) << 8) + (bytes[at + 1] ?? 0) + 192, at + 2];
  return first === 255 ? [word(bytes, at + 1), at + 5] : [-1, at];
}

function oldLengthAt(bytes: Uint8Array, at: number, kind: number): readonly [length: number, next: number] {
  if (kind === 0) return [bytes[at] ?? 0, at + 1];
  if (kind === 1) return [((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0), at + 2];
  return kind === 2 ? [word(bytes, at), at + 4] : [-1, at];
}

const word = (bytes: Uint8Array, at: number): number =>
  (((bytes[at] ?? 0) << 24) | ((bytes[at + 1] ?? 0) << 16) | ((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0)) >>> 0;

/** Armour is between lines of dashes; its checksum begins with `=`. In deb822 an empty line is a dot. */
function plainBytes(bytes: Uint8Array): Uint8Array {
  if (bytes[0] !== undefined && bytes[0] >= 0x80) return bytes;
  const text = Buffer.from(bytes).toString('latin1');
  const blocks = text.split('-----BEGIN PGP PUBLIC KEY BLOCK-----').slice(1, 100);
  return Buffer.concat(
    blocks.map((block) => {
      const lines = (block.split('-----END ')[0] ?? '').split('\n').map((line) => line.trim());
      return Buffer.from(lines.filter((line) => /^[A-Za-z0-9+/]{1,100}={0,2}$/.test(line)).join(''), 'base64');
    }),
  );
}
