// Base64 (RFC 4648 §4) read strictly: one text for one sequence of bytes, and a cap on its length.

const alphabet = /^[A-Za-z0-9+/]*={0,2}$/;

/** The bytes, or undefined where the text is not base64 with its padding, or says more than `mostBytes`. Never throws. */
export function decodeBase64(text: unknown, mostBytes: number): Buffer | undefined {
  if (typeof text !== 'string' || text.length > Math.ceil(mostBytes / 3) * 4 || !alphabet.test(text)) return undefined;
  const bytes = Buffer.from(text, 'base64');
  return bytes.length <= mostBytes && bytes.toString('base64') === text ? bytes : undefined;
}
