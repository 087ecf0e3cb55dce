// Reads a software bill of materials: CycloneDX or SPDX 2 in JSON, whichever the file is.
import type { OperatingSystem } from '@suture/core/packages/package.ts';
import { failed } from './collection.ts';
import { readCycloneDx } from './cyclonedx.ts';
import { isRecord, type JsonRecord } from './json.ts';
import type { SbomReading } from './sbom-component.ts';
import { readSpdx } from './spdx.ts';

/** Parsed JSON takes several times the memory of its text, so bills are held smaller than other inventories. */
export const maxSbomBytes = 128 * 1024 * 1024;

/** `os` gives the release to distribution packages whose purl names none. Never throws. */
export function readSbom(text: string, os?: OperatingSystem): SbomReading {
  const refuse = (reason: string): SbomReading => ({ inventory: failed(reason), system: os, format: undefined });
  if (text.length > maxSbomBytes) return refuse(`the SBOM is larger than ${maxSbomBytes / 1024 / 1024} MB`);
  const start = text
    .slice(0, 200)
    .replace(/^\ufeff/, '')
    .trimStart();
  if (start === '') return refuse('the SBOM is empty; an empty inventory is not a patched machine');
  if (start.startsWith('<'))
    return refuse('the SBOM is XML; only JSON is read: convert it, or have its tool write JSON');
  if (start.startsWith('SPDXVersion:')) return refuse('the SBOM is SPDX tag-value; only JSON is read: convert it');
  const document = parse(text);
  if (document === undefined) return refuse('the SBOM is not valid JSON; it may have been cut short');
  if (document.bomFormat === 'CycloneDX') return readCycloneDx(document, os);
  if (typeof document.spdxVersion === 'string') return readSpdx(document, os);
  if (JSON.stringify(document['@context'] ?? '').includes('spdx.org')) {
    return refuse('the SBOM is SPDX 3, which is not read yet; have its tool write SPDX 2.3 or CycloneDX');
  }
  return refuse('the file is JSON but neither CycloneDX (bomFormat) nor SPDX 2 (spdxVersion)');
}

function parse(text: string): JsonRecord | undefined {
  try {
    const parsed: unknown = JSON.parse(text.replace(/^\ufeff/, ''));
    if (!isRecord(parsed)) return undefined;
    // GitHub's dependency graph hands its SPDX document out wrapped.
    return isRecord(parsed.sbom) ? parsed.sbom : parsed;
  } catch {
    return undefined;
  }
}
