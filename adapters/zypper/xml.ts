// Reads the XML that zypper writes: elements, attributes and text. No document type, so no entities beyond XML's own five.
// Source: https://www.w3.org/TR/xml/ (the parts zypper uses).

export interface Element {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly Element[];
  /** The text directly in it, pieces joined. */
  readonly text: string;
}

export type Xml = { readonly ok: true; readonly root: Element } | { readonly ok: false; readonly why: string };

const mostDepth = 64;
const mostElements = 2_000_000;
const mostAttributes = 100;

/** An element while it is read. */
interface Open extends Element {
  readonly children: Element[];
  text: string;
}

const bad = (why: string): Xml => ({ ok: false, why });

/** Refused: a document type, an unknown entity, tags that do not pair, anything cut off. One pass over the text. */
export function parseXml(source: string): Xml {
  const open: Open[] = [];
  let root: Element | undefined;
  let elements = 0;
  let at = 0;
  while (at < source.length) {
    const next = source.indexOf('<', at);
    const text = source.slice(at, next === -1 ? undefined : next);
    const top = open.at(-1);
    if (top !== undefined && text !== '') {
      const plain = decoded(text);
      if (plain === undefined) return bad('an entity that XML does not have');
      top.text += plain;
    } else if (top === undefined && text.trim() !== '') return bad('text outside of the document');
    if (next === -1) break;
    if (source.startsWith('<?', next) || source.startsWith('<!--', next)) {
      const closing = source[next + 1] === '?' ? '?>' : '-->';
      const end = source.indexOf(closing, next + (closing === '?>' ? 2 : 4));
      if (end === -1) return bad('it is cut off');
      at = end + closing.length;
      continue;
    }
    if (source.startsWith('<![CDATA[', next)) {
      const end = source.indexOf(']]>', next);
      if (end === -1) return bad('it is cut off');
      if (top === undefined) return bad('text outside of the document');
      top.text += source.slice(next + 9, end);
      at = end + 3;
      continue;
    }
    if (source.startsWith('<!', next)) return bad('a document type, which is not read');
    if (source[next + 1] === '/') {
      const end = source.indexOf('>', next);
      if (end === -1) return bad('it is cut off');
      at = end + 1;
      const closed = open.pop();
      if (closed === undefined || closed.name !== source.slice(next + 2, end).trim())
        return bad('its tags do not pair');
      const above = open.at(-1);
      if (above === undefined) root = closed;
      else above.children.push(closed);
      continue;
    }
    elements += 1;
    if (root !== undefined || elements > mostElements || open.length >= mostDepth)
      return bad('it is too deep or too long');
    const tag = tagAt(source, next + 1);
    if (tag === undefined) return bad(source.includes('>', next) ? 'a tag that is none' : 'it is cut off');
    at = tag.end;
    if (!tag.alone) open.push(tag.started);
    else if (top === undefined) root = tag.started;
    else top.children.push(tag.started);
  }
  if (open.length > 0 || root === undefined) return bad('it is cut off');
  return { ok: true, root };
}

const nameThere = /[A-Za-z_][\w.:-]{0,99}/y;
const attributeThere = /\s+([A-Za-z_][\w.:-]{0,99})\s*=\s*(?:"([^"<]*)"|'([^'<]*)')/y;
const endThere = /\s*(\/?)>/y;

function there(pattern: RegExp, source: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(source);
}

/** The tag whose name begins at this place. A `>` in a quoted value does not end it. */
function tagAt(
  source: string,
  from: number,
): { readonly started: Open; readonly alone: boolean; readonly end: number } | undefined {
  const name = there(nameThere, source, from)?.[0];
  if (name === undefined) return undefined;
  const attributes = new Map<string, string>();
  let at = from + name.length;
  for (let match = there(attributeThere, source, at); match !== null; match = there(attributeThere, source, at)) {
    const value = decoded(match[2] ?? match[3] ?? '');
    const key = match[1] ?? '';
    if (value === undefined || attributes.has(key) || attributes.size >= mostAttributes) return undefined;
    attributes.set(key, value);
    at += match[0].length;
  }
  const end = there(endThere, source, at);
  if (end === null) return undefined;
  const started = { name, attributes, children: [], text: '' };
  return { started, alone: end[1] === '/', end: at + end[0].length };
}

const entities: ReadonlyMap<string, string> = new Map([
  ['lt', '<'],
  ['gt', '>'],
  ['amp', '&'],
  ['quot', '"'],
  ['apos', "'"],
]);

function decoded(text: string): string | undefined {
  if (!text.includes('&')) return text;
  let known = true;
  const plain = text.replace(/&([^;&\s]{0,12});?/g, (whole, name: string) => {
    const found = whole.endsWith(';') ? (entities.get(name) ?? character(name)) : undefined;
    if (found === undefined) known = false;
    return found ?? '';
  });
  return known ? plain : undefined;
}

function character(name: string): string | undefined {
  const code = /^#\d{1,7}$/.test(name)
    ? Number(name.slice(1))
    : /^#x[0-9a-f]{1,6}$/i.test(name)
      ? parseInt(name.slice(2), 16)
      : -1;
  if (code < 1 || code > 0x10_ff_ff || (code >= 0xd8_00 && code <= 0xdf_ff)) return undefined;
  return String.fromCodePoint(code);
}

/** Every element of that name below, in the order of the document. */
export function elementsNamed(root: Element, name: string): readonly Element[] {
  const found: Element[] = [];
  const collect = ({ children }: Element): void => {
    for (const child of children) {
      if (child.name === name) found.push(child);
      if (child.children.length > 0) collect(child);
    }
  };
  collect(root);
  return found;
}
