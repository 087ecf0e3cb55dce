// Reads what brew says is outdated, and the receipts and cask files it leaves behind. JSON, held to its shape.
import { fieldOf, fieldsOf, listOf, readJson, textOf, textsOf } from '../json.ts';

export const isName = (text: string): boolean => /^[a-z0-9][a-z0-9@._+-]{0,120}$/i.test(text);
/** `3.2.1_1`; of casks also `118.0.5993.88,abc`. */
export const isVersion = (text: string): boolean => /^[\w][\w.+,:~-]{0,120}$/.test(text);

export interface Outdated {
  readonly name: string;
  readonly kind: 'formula' | 'cask';
  readonly installed: string;
  readonly candidate: string;
  readonly isPinned: boolean;
}

const most = 20_000;

export function parseOutdated(
  text: string,
): { readonly items: readonly Outdated[]; readonly unread: number } | undefined {
  const fields = fieldsOf(readJson(text));
  if (!Array.isArray(fieldOf(fields, 'formulae')) || !Array.isArray(fieldOf(fields, 'casks'))) return undefined;
  const [formulae, casks] = [listOf(fields, 'formulae'), listOf(fields, 'casks')];
  const items = [
    ...formulae.slice(0, most).map((value) => readOutdated(value, 'formula')),
    ...casks.slice(0, Math.max(0, most - formulae.length)).map((value) => readOutdated(value, 'cask')),
  ].filter((item) => item !== undefined);
  return { items, unread: formulae.length + casks.length - items.length };
}

function readOutdated(value: unknown, kind: Outdated['kind']): Outdated | undefined {
  const fields = fieldsOf(value);
  // Of a third-party tap: `owner/tap/name`.
  const name = textOf(fields, 'name', 300)?.split('/').at(-1);
  // Older versions give casks one text.
  const installed = textsOf(fields, 'installed_versions').at(-1) ?? textOf(fields, 'installed_versions', 130);
  const candidate = textOf(fields, 'current_version', 130);
  if (name === undefined || !isName(name)) return undefined;
  if (installed === undefined || candidate === undefined || !isVersion(installed) || !isVersion(candidate))
    return undefined;
  return { name, kind, installed, candidate, isPinned: fieldOf(fields, 'pinned') === true };
}

/** The tap a formula came from, by its INSTALL_RECEIPT.json: `homebrew/core`. */
export function parseReceipt(text: string): string | undefined {
  const tap = textOf(fieldsOf(fieldOf(fieldsOf(readJson(text)), 'source')), 'tap', 120);
  return tap !== undefined && /^[\w.-]+\/[\w.-]+$/.test(tap) ? tap : undefined;
}

/** Whether a cask's application updates itself, by the file brew keeps of it; undefined where it does not say. */
export function parseCask(text: string): boolean | undefined {
  const fields = fieldsOf(readJson(text));
  if (fields !== undefined) return fieldOf(fields, 'auto_updates') === true;
  // Installed before the API: a Ruby file, which nobody runs here.
  return /^\s*cask\s/m.test(text) ? /^\s*auto_updates\s+true\b/m.test(text) : undefined;
}
