// The curated products that come with Suture, and lists of a user's own, from YAML to what the catalog is built of.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type CuratedProduct, type Fault, type OverlayReading, readOverlay } from '@suture/core/catalog/overlay.ts';
import { withMapped } from '@suture/core/catalog/repology.ts';
import { readYaml } from './yaml-text.ts';

const curatedFile = fileURLToPath(new URL('products.yaml', import.meta.url));

/** Faults are in words; YAML that cannot be parsed is one. */
export function readOverlayText(text: string): OverlayReading {
  const read = readYaml(text);
  return read.ok ? readOverlay(read.value) : { ok: false, faults: [{ at: 'the file', problem: read.why }] };
}

let curated: readonly CuratedProduct[] | undefined;

/** Those in the repository. A fault in them is one of ours. */
export function curatedProducts(): readonly CuratedProduct[] {
  if (curated !== undefined) return curated;
  const read = readOverlayText(readFileSync(curatedFile, 'utf8'));
  if (!read.ok) throw new Error(`the curated products cannot be read: ${faultText(read.faults)}`);
  curated = read.products;
  return curated;
}

export const faultText = (faults: readonly Fault[]): string =>
  faults.map(({ at, problem }) => `${at}: ${problem}`).join('; ');

/** A product of `own` takes the place of the curated one with its id, and what it claims is no other's any more; mappings of names come last. */
export function withOwn(base: readonly CuratedProduct[], own: readonly CuratedProduct[]): readonly CuratedProduct[] {
  const [written, mapped] = [own.filter(({ isMapped }) => isMapped !== true), own.filter(({ isMapped }) => isMapped)];
  const ids = new Set(written.map(({ id }) => id));
  return withMapped([...base.filter(({ id }) => !ids.has(id)), ...written], mapped);
}
