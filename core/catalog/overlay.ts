// Reads the curated list of products as people write it; every fault names its place and says what to write.
import { identityKey } from './identity-key.ts';
import { CHANNELS, type Identity, MICROSOFT, type Product } from './product.ts';
import { readProjects } from './repology.ts';

export interface CuratedProduct extends Omit<Product, 'listings' | 'origin'> {
  /** Its names were taken over from a mapping: they add to what somebody has looked at, and take nothing from it. */
  readonly isMapped?: true;
}

export interface Fault {
  /** `products[3].winget`. */
  readonly at: string;
  readonly problem: string;
}

export type OverlayReading =
  | { readonly ok: true; readonly products: readonly CuratedProduct[] }
  | { readonly ok: false; readonly faults: readonly Fault[] };

const MOST_PRODUCTS = 20_000;
const MOST_IDS = 100;
const plainChannels = CHANNELS.filter((channel) => channel !== 'program');
const known: ReadonlySet<string> = new Set([
  'id',
  'name',
  'vendor',
  'lifecycle',
  'advisories',
  'msrc',
  'exploited',
  ...CHANNELS,
]);

/** `value` is the parsed YAML. Nothing is taken of a list with a fault: half a product would match the wrong things. */
export function readOverlay(value: unknown): OverlayReading {
  const faults: Fault[] = [];
  const top = objectOf(value);
  const isMapping = top !== undefined && 'repology' in top;
  const list = top?.['products'] ?? (isMapping ? [] : undefined);
  if (!Array.isArray(list)) return { ok: false, faults: [{ at: 'products', problem: 'a list of products is needed' }] };
  for (const key of Object.keys(top ?? {})) {
    if (key !== 'products' && key !== 'repology')
      faults.push({ at: key.slice(0, 60), problem: 'unknown; only products and repology are known here' });
  }
  if (list.length > MOST_PRODUCTS) faults.push({ at: 'products', problem: `more than ${MOST_PRODUCTS} products` });
  const products: CuratedProduct[] = [];
  const ids = new Map<string, string>();
  const claimed = new Map<string, string>();
  for (const [index, each] of list.slice(0, MOST_PRODUCTS).entries()) {
    const at = `products[${index}]`;
    const product = readProduct(each, at, faults);
    if (product === undefined) continue;
    const before = ids.get(product.id);
    if (before !== undefined) faults.push({ at: `${at}.id`, problem: `"${product.id}" is the id of ${before} too` });
    ids.set(product.id, at);
    for (const identity of product.identities) {
      const key = identityKey(identity);
      const owner = claimed.get(key);
      if (owner !== undefined && owner !== product.id)
        faults.push({ at, problem: `${identity.channel} "${identity.id}" belongs to ${owner} already` });
      claimed.set(key, product.id);
    }
    products.push(product);
  }
  products.push(...readProjects(top?.['repology'], (at, problem) => void faults.push({ at, problem })));
  return faults.length === 0 ? { ok: true, products } : { ok: false, faults };
}

function readProduct(value: unknown, at: string, faults: Fault[]): CuratedProduct | undefined {
  const fields = objectOf(value);
  const fault = (field: string, problem: string): undefined =>
    void faults.push({ at: field === '' ? at : `${at}.${field}`, problem });
  if (fields === undefined) return fault('', 'is no product: write id, name, vendor and where it comes from');
  for (const key of Object.keys(fields)) if (!known.has(key)) fault(key.slice(0, 40), 'unknown field');
  const id = textIn(fields['id'], 80);
  const name = textIn(fields['name'], 120);
  const vendor = textIn(fields['vendor'], 120);
  if (id === undefined || !/^[a-z0-9][a-z0-9.+-]*$/.test(id))
    fault('id', 'is needed, of small letters, digits, dots, plus and hyphens');
  if (name === undefined) fault('name', 'is needed');
  if (vendor === undefined) fault('vendor', 'is needed: it keeps products of one name apart');
  const lifecycle = fields['lifecycle'] === undefined ? undefined : textIn(fields['lifecycle'], 100);
  if (fields['lifecycle'] !== undefined && lifecycle === undefined) fault('lifecycle', 'is no name of endoflife.date');
  const identities = [
    ...plainChannels.flatMap((channel) =>
      texts(fields[channel], (problem) => fault(channel, problem)).map((one): Identity => ({ channel, id: one })),
    ),
    ...readPrograms(fields['program'], vendor, (problem) => fault('program', problem)),
  ];
  const advisories = [
    ...readAdvisories(fields['advisories'], (problem) => fault('advisories', problem)),
    ...texts(fields['msrc'], (problem) => fault('msrc', problem)).map((one) => ({ ecosystem: MICROSOFT, name: one })),
  ];
  const exploited = readExploited(fields['exploited'], (problem) => fault('exploited', problem));
  if (identities.length === 0) fault('', 'names no channel, so nothing could ever be it');
  if (id === undefined || name === undefined || vendor === undefined) return undefined;
  return { id, name, vendor, identities, lifecycle, advisories, exploited };
}

/** `Name*`, published by the vendor, or `{name, publisher}`. */
function readPrograms(value: unknown, vendor: string | undefined, fault: (problem: string) => void): Identity[] {
  if (value === undefined) return [];
  const list = Array.isArray(value) ? value : [value];
  if (list.length > MOST_IDS) fault(`more than ${MOST_IDS} names`);
  return list.slice(0, MOST_IDS).flatMap((each): Identity[] => {
    const fields = objectOf(each);
    const id = textIn(fields === undefined ? each : fields['name'], 200);
    const publisher = fields === undefined ? vendor : textIn(fields['publisher'], 200);
    if (id === undefined || publisher === undefined) {
      fault('is a name, or a name with a publisher');
      return [];
    }
    if (id.replaceAll('*', '').trim().length < 3) {
      fault(`"${id.slice(0, 40)}" would match almost anything`);
      return [];
    }
    return [{ channel: 'program', id, publisher }];
  });
}

/** `npm:express`, `Packagist:drupal/core`. */
function readAdvisories(value: unknown, fault: (problem: string) => void): Product['advisories'] {
  return texts(value, fault).flatMap((text) => {
    const [, ecosystem, name] = /^([A-Za-z][\w. ]{0,40}(?::[\w. -]{1,40})?):([^:\s]{1,200})$/.exec(text) ?? [];
    if (ecosystem !== undefined && name !== undefined) return [{ ecosystem, name }];
    fault(`"${text.slice(0, 40)}" does not read as ECOSYSTEM:PACKAGE`);
    return [];
  });
}

/** `{ vendor, product }` as KEV writes them; the product may be a list, with `*` for what changes. */
function readExploited(value: unknown, fault: (problem: string) => void): Product['exploited'] {
  const list = value === undefined ? [] : Array.isArray(value) ? value.slice(0, MOST_IDS) : [value];
  return list.flatMap((each: unknown) => {
    const fields = objectOf(each);
    const vendor = textIn(fields?.['vendor'], 200);
    const products = texts(fields?.['product'], fault);
    const isWide = products.some((product) => product.replaceAll('*', '').trim().length < 3);
    if (vendor === undefined || products.length === 0 || isWide || Object.keys(fields ?? {}).length !== 2) {
      fault('is a vendor and a product, or several products, of three letters at least');
      return [];
    }
    return products.map((product) => ({ vendor, product }));
  });
}

function texts(value: unknown, fault: (problem: string) => void): readonly string[] {
  if (value === undefined) return [];
  const list = Array.isArray(value) ? value : [value];
  if (list.length > MOST_IDS) fault(`more than ${MOST_IDS} ids`);
  return list.slice(0, MOST_IDS).flatMap((each) => {
    const text = textIn(each, 200);
    if (text === undefined) fault('is a text, or a list of texts');
    return text === undefined ? [] : [text];
  });
}

const objectOf = (value: unknown): Readonly<Record<string, unknown>> | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value))
    : undefined;

const textIn = (value: unknown, most: number): string | undefined =>
  typeof value === 'string' && value.trim() === value && value !== '' && value.length <= most && !/\p{Cc}/u.test(value)
    ? value
    : undefined;
