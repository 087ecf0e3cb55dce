// Finds what a source file says to people: its texts with spaces between words, cut where something is filled in.

/** What no one is told in a console: imports, thrown errors, SQL. */
const APART = /(?:from|import|new (?:Error|AppError)|assert\([^\n]*|expect)\s*\(?\s*(?:'[\w-]+',\s*)?$/;
const SQL = /^\s*(?:select|insert|update|delete|set|fetch|close|declare|with|from|where|p\.|\()/;

/** Each as its pieces: `['It has ', ' already.']`. Comments are left out. */
export function sentencesOf(source: string): readonly (readonly string[])[] {
  const found: (readonly string[])[] = [];
  for (let at = 0; at < source.length;) {
    const two = source.slice(at, at + 2);
    if (two === '//') at = after(source, '\n', at);
    else if (two === '/*') at = after(source, '*/', at);
    else if (source[at] === "'" || source[at] === '`') {
      const before = source.slice(Math.max(0, at - 80), at);
      const text = readText(source, at);
      at = text.end;
      if (isSentence(text.parts) && !APART.test(before)) found.push(text.parts);
    } else at += 1;
  }
  return found;
}

const isSentence = (parts: readonly string[]): boolean => {
  const whole = parts.join('x');
  return /[a-z’,] [a-z]+/i.test(whole) && /[a-z]{2,} [a-z]{2,}/.test(parts.join(' ')) && !SQL.test(whole);
};

const after = (source: string, what: string, from: number): number => {
  const end = source.indexOf(what, from);
  return end === -1 ? source.length : end + what.length;
};

/** The text that begins with the quote at `from`. */
function readText(source: string, from: number): { readonly parts: readonly string[]; readonly end: number } {
  const quote = source[from];
  const parts: string[] = [];
  let part = '';
  let at = from + 1;
  for (; at < source.length && source[at] !== quote; at += 1) {
    if (source[at] === '\\') part += source[(at += 1)] ?? '';
    else if (quote === '`' && source.startsWith('${', at)) {
      at = endOfPlace(source, at + 2);
      parts.push(part);
      part = '';
    } else part += source[at] ?? '';
  }
  return { parts: [...parts, part], end: at + 1 };
}

/** Where the `}` stands that ends what begins at `from`; texts within it have braces of their own. */
function endOfPlace(source: string, from: number): number {
  let depth = 1;
  for (let at = from; at < source.length;) {
    const here = source[at];
    if (here === "'" || here === '`') {
      at = readText(source, at).end;
      continue;
    }
    if (here === '{') depth += 1;
    if (here === '}') depth -= 1;
    if (depth === 0) return at;
    at += 1;
  }
  return source.length;
}
