// Names of programs and of their makers, cut to what two spellings of one share.

/** `Mozilla Firefox (x64 de)` and `Mozilla Firefox 131.0` are `mozilla firefox`; letters of any script are kept. */
export function plainName(name: string): string {
  return name
    .slice(0, 300)
    .toLowerCase()
    .normalize('NFKC')
    .replace(/\([^()]{0,40}\)/g, ' ')
    .replace(/\b(?:x64|x86|amd64|arm64|64-bit|32-bit|win64|win32)\b/g, ' ')
    .replace(/(?:^|[\s-])v?\d+(?:\.\d+){1,4}\b/g, ' ')
    .replace(/[^\p{L}\p{N}+#]+/gu, ' ')
    .trim();
}

/** What companies are called besides: none of it tells two of them apart. */
const forms =
  /\b(?:incorporated|inc|llc|ltd|limited|gmbh|corporation|corp|company|co|ab|ag|bv|b v|s a|sa|srl|s r o|sro|oy|pty|plc|kg|e v|ev|team|project|foundation|developers|contributors)\b/g;

/** `Discord Inc.` is `discord`, `Slack Technologies Inc.` is `slacktechnologies`. Empty where nothing is left. */
export function plainVendor(vendor: string): string {
  return vendor
    .slice(0, 300)
    .toLowerCase()
    .normalize('NFKC')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .replace(forms, ' ')
    .replaceAll(' ', '');
}

/** Whether a pattern with `*` is the whole name; letter case aside. In time of their lengths' product at worst. */
export function isNamed(pattern: string, name: string): boolean {
  const parts = pattern.toLowerCase().split('*');
  const text = name.toLowerCase();
  const [first = '', ...rest] = parts;
  const last = rest.pop();
  if (last === undefined) return text === first;
  if (!text.startsWith(first)) return false;
  let at = first.length;
  for (const part of rest) {
    const found = text.indexOf(part, at);
    if (found === -1) return false;
    at = found + part.length;
  }
  return text.length - last.length >= at && text.endsWith(last);
}
