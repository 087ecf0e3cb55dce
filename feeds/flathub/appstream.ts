// Reads an AppStream catalog as a stream and hands over one component at a time.
import { SaxesParser } from 'saxes';

export interface AppStreamComponent {
  readonly id: string;
  readonly name: string;
  readonly developer: string;
  /** What its `flatpak` bundle is: `app/org.example.App/x86_64/stable`; empty where it has none. */
  readonly bundle: string;
  /** The newest that is no preview; undefined where none is listed. */
  readonly release: AppStreamRelease | undefined;
}

export interface AppStreamRelease {
  readonly version: string;
  /** Milliseconds since 1970; undefined where it gives no date. */
  readonly at: number | undefined;
}

const MAX_TEXT_LENGTH = 2000;
const MAX_DEPTH = 64;
const MAX_COMPONENTS = 200_000;
const LAST_MS = Date.UTC(9999, 11, 31);

interface Draft {
  id: string;
  name: string;
  developer: string;
  bundle: string;
  release: AppStreamRelease | undefined;
}

/**
 * `write` takes the document piece by piece, `end` says that it is whole.
 *
 * Throws an `Error` for what is not well-formed XML, is no AppStream catalog, or declares a document type (AppStream has none; it
 * is how entities are smuggled in). Source: AppStream's "Catalog XML" and "Releases"; `developer_name` is how catalogs older than 1.0
 * say it.
 */
export class AppStreamReader {
  readonly #parser = new SaxesParser({ position: false });
  readonly #component: (component: AppStreamComponent) => void;
  readonly #path: string[] = [];
  #text = '';
  #keep = false;
  #isCatalog = false;
  #components = 0;
  #draft: Draft | undefined;

  constructor(component: (component: AppStreamComponent) => void) {
    this.#component = component;
    this.#parser.on('error', (error) => {
      throw new Error(`not well-formed XML: ${error.message.slice(0, 200)}`);
    });
    this.#parser.on('doctype', () => {
      throw new Error('has a document type declaration; refused');
    });
    this.#parser.on('opentag', ({ name, attributes }) =>
      this.#open(name, attributes as Readonly<Record<string, string>>),
    );
    this.#parser.on('closetag', () => this.#close());
    this.#parser.on('text', (text) => this.#append(text));
    this.#parser.on('cdata', (text) => this.#append(text));
  }

  write(text: string): void {
    this.#parser.write(text);
  }

  end(): void {
    this.#parser.close();
    if (!this.#isCatalog) throw new Error('not an AppStream catalog');
  }

  #append(text: string): void {
    if (this.#keep && this.#text.length < MAX_TEXT_LENGTH) this.#text += text.slice(0, MAX_TEXT_LENGTH);
  }

  #open(name: string, attributes: Readonly<Record<string, string>>): void {
    if (this.#path.length === 0) this.#isCatalog = name === 'components';
    if (this.#path.length >= MAX_DEPTH) throw new Error('XML is nested too deeply; refused');
    this.#path.push(name);
    this.#text = '';
    const place = this.#path.join('/');
    if (place === 'components/component') {
      this.#components += 1;
      if (this.#components > MAX_COMPONENTS) throw new Error('too many components; refused');
      this.#draft = { id: '', name: '', developer: '', bundle: '', release: undefined };
    }
    if (place === 'components/component/releases/release') this.#release(attributes);
    // Translations stand beside the text that they are of.
    const isOriginal = attributes['xml:lang'] === undefined;
    const isFlatpak = name !== 'bundle' || attributes['type'] === 'flatpak';
    this.#keep = PLACES.has(place) && isOriginal && isFlatpak;
  }

  #release({ version = '', type, timestamp, date }: Readonly<Record<string, string>>): void {
    const draft = this.#draft;
    if (draft === undefined || version === '' || (type !== undefined && type !== 'stable')) return;
    const ms = timestamp === undefined ? Date.parse(date ?? '') : Number(timestamp) * 1000;
    const at = Number.isFinite(ms) && ms > 0 && ms <= LAST_MS ? ms : undefined;
    // They ought to stand newest first, and mostly do.
    const isNewer = draft.release === undefined || (at ?? -1) > (draft.release.at ?? Number.POSITIVE_INFINITY);
    if (isNewer) draft.release = { version: version.slice(0, MAX_TEXT_LENGTH), at };
  }

  #close(): void {
    const field = this.#keep ? PLACES.get(this.#path.join('/')) : undefined;
    this.#keep = false;
    const draft = this.#draft;
    if (draft !== undefined && field !== undefined && draft[field] === '') draft[field] = this.#text.trim();
    if (draft !== undefined && this.#path.length === 2) {
      this.#draft = undefined;
      this.#component(draft);
    }
    this.#path.pop();
  }
}

/** The elements whose text is kept; the text of all others (descriptions and their translations, mostly) is passed over. */
const PLACES: ReadonlyMap<string, 'id' | 'name' | 'developer' | 'bundle'> = new Map([
  ['components/component/id', 'id'],
  ['components/component/name', 'name'],
  ['components/component/developer/name', 'developer'],
  ['components/component/developer_name', 'developer'],
  ['components/component/bundle', 'bundle'],
]);
