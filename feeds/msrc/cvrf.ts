// Reads a CVRF document of Microsoft's as a stream and hands over one vulnerability at a time.
import { SaxesParser } from 'saxes';

export interface CvrfVulnerability {
  /** A CVE, or an advisory of Microsoft's own: `ADV230001`. */
  readonly id: string;
  readonly title: string;
  /** Distinct CVSS vectors, as written. */
  readonly vectors: readonly string[];
  readonly fixes: readonly CvrfFix[];
  /** As written, without time zone: `2024-10-08T07:00:00`. */
  readonly revised: readonly string[];
}

/** A `Vendor Fix`: which update brings which products to which build. */
export interface CvrfFix {
  /** The KB number, or words such as `Release Notes`. */
  readonly description: string;
  readonly fixedBuild: string;
  readonly subType: string;
  readonly products: readonly string[];
}

export interface CvrfHandler {
  product(id: string, name: string): void;
  vulnerability(vulnerability: CvrfVulnerability, products: ReadonlyMap<string, string>): void;
}

const MAX_TEXT_LENGTH = 2000;
const MAX_DEPTH = 64;
const MAX_PRODUCTS = 200_000;
const MAX_FIXES = 50_000;

interface Draft {
  id: string;
  title: string;
  readonly vectors: Set<string>;
  readonly fixes: CvrfFix[];
  readonly revised: string[];
}

interface FixDraft {
  description: string;
  fixedBuild: string;
  subType: string;
  readonly products: string[];
}

/** The elements whose text is kept; the text of all others (notes in HTML, mostly) is passed over. */
const KEPT = new Set([
  'vuln:CVE',
  'vuln:Title',
  'vuln:Vector',
  'vuln:Description',
  'vuln:SubType',
  'vuln:FixedBuild',
  'vuln:ProductID',
  'cvrf:Date',
  'cvrf:CurrentReleaseDate',
  'prod:FullProductName',
]);

/**
 * `write` takes the document piece by piece, `end` says that it is whole.
 *
 * Throws an `Error` for what is not well-formed XML, is no CVRF document, or declares a document type (CVRF has none; it
 * is how entities are smuggled in). Source: CVRF 1.1, as Microsoft's Security Updates API writes it.
 */
export class CvrfReader {
  readonly #parser = new SaxesParser({ position: false });
  readonly #handler: CvrfHandler;
  readonly #products = new Map<string, string>();
  readonly #path: string[] = [];
  #text = '';
  #keep = false;
  #productId = '';
  #updated: string | undefined;
  #isCvrf = false;
  #draft: Draft | undefined;
  #fix: FixDraft | undefined;

  constructor(handler: CvrfHandler) {
    this.#handler = handler;
    this.#parser.on('error', (error) => {
      throw new Error(`not well-formed XML: ${error.message.slice(0, 200)}`);
    });
    this.#parser.on('doctype', () => {
      throw new Error('has a document type declaration; refused');
    });
    this.#parser.on('opentag', ({ name, attributes }) =>
      this.#open(name, attributes as Readonly<Record<string, string>>),
    );
    this.#parser.on('closetag', ({ name }) => this.#close(name));
    this.#parser.on('text', (text) => this.#append(text));
    this.#parser.on('cdata', (text) => this.#append(text));
  }

  write(text: string): void {
    this.#parser.write(text);
  }

  end(): { readonly updated: string | undefined } {
    this.#parser.close();
    if (!this.#isCvrf) throw new Error('not a CVRF document');
    return { updated: this.#updated };
  }

  #append(text: string): void {
    if (this.#keep && this.#text.length < MAX_TEXT_LENGTH) this.#text += text.slice(0, MAX_TEXT_LENGTH);
  }

  #open(name: string, attributes: Readonly<Record<string, string>>): void {
    if (this.#path.length === 0) this.#isCvrf = name === 'cvrf:cvrfdoc';
    if (this.#path.length >= MAX_DEPTH) throw new Error('XML is nested too deeply; refused');
    this.#path.push(name);
    this.#keep = KEPT.has(name);
    this.#text = '';
    if (name === 'vuln:Vulnerability') this.#draft = { id: '', title: '', vectors: new Set(), fixes: [], revised: [] };
    else if (name === 'vuln:Remediation') {
      this.#fix =
        attributes['Type'] === 'Vendor Fix'
          ? { description: '', fixedBuild: '', subType: '', products: [] }
          : undefined;
    } else if (name === 'prod:FullProductName') this.#productId = (attributes['ProductID'] ?? '').slice(0, 100);
  }

  #close(name: string): void {
    const text = this.#keep ? this.#text.trim() : '';
    this.#keep = false;
    this.#path.pop();
    const parent = this.#path.at(-1);
    const draft = this.#draft;
    if (draft === undefined) this.#closeOutside(name, parent, text);
    else if (name === 'vuln:Vulnerability') {
      this.#draft = undefined;
      this.#handler.vulnerability({ ...draft, vectors: [...draft.vectors] }, this.#products);
    } else if (parent === 'vuln:Remediation') this.#closeInFix(name, text);
    else if (name === 'vuln:Remediation') {
      if (this.#fix !== undefined && draft.fixes.length < MAX_FIXES) draft.fixes.push(this.#fix);
      this.#fix = undefined;
    } else if (name === 'vuln:CVE') draft.id = text;
    else if (name === 'vuln:Title') draft.title = text;
    else if (name === 'vuln:Vector' && text !== '') draft.vectors.add(text);
    else if (name === 'cvrf:Date' && parent === 'vuln:Revision') draft.revised.push(text);
  }

  #closeOutside(name: string, parent: string | undefined, text: string): void {
    if (name === 'cvrf:CurrentReleaseDate') this.#updated = text;
    // The tree names a product once for each family and once more at its end.
    else if (
      name === 'prod:FullProductName' &&
      this.#productId !== '' &&
      text !== '' &&
      !this.#products.has(this.#productId)
    ) {
      if (parent === undefined || this.#products.size >= MAX_PRODUCTS) throw new Error('too many products; refused');
      this.#products.set(this.#productId, text);
      this.#handler.product(this.#productId, text);
    }
  }

  #closeInFix(name: string, text: string): void {
    const fix = this.#fix;
    if (fix === undefined) return;
    if (name === 'vuln:ProductID' && text !== '') fix.products.push(text.slice(0, 100));
    else if (name === 'vuln:Description') fix.description = text;
    else if (name === 'vuln:SubType') fix.subType = text;
    else if (name === 'vuln:FixedBuild') fix.fixedBuild = text;
  }
}
