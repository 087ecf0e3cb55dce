// Reads the head of a Release file: until when the index may be believed. Source: https://wiki.debian.org/DebianRepository/Format
import { readControl } from './control.ts';

export interface ReleaseHead {
  readonly label: string;
  readonly suite: string;
  /** Seconds since 1970, where stated. */
  readonly validUntil: number | undefined;
}

export function parseReleaseHead(text: string): ReleaseHead | undefined {
  const found = readControl(text, ['Origin', 'Label', 'Suite', 'Codename', 'Valid-Until', 'Date']).stanzas.find(
    ({ fields }) => fields.has('Suite') || fields.has('Codename') || fields.has('Date'),
  );
  if (found === undefined) return undefined;
  const until = Date.parse(found.fields.get('Valid-Until') ?? '');
  return {
    label: found.fields.get('Label') ?? found.fields.get('Origin') ?? '',
    suite: found.fields.get('Suite') ?? found.fields.get('Codename') ?? '',
    validUntil: Number.isNaN(until) ? undefined : Math.floor(until / 1000),
  };
}
