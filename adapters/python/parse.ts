// Reads pipx's own notes of an environment, and what pip says of an index.
import { isProjectName, normalName } from '../python-packages.ts';
import { pep440 } from '@suture/core/versions/pep440.ts';
import { fieldOf, fieldsOf, readJson, textOf } from '../json.ts';

export interface Environment {
  /** The application it was made for. */
  readonly main: string;
  /** Added to it by hand. */
  readonly injected: readonly string[];
  readonly pinned: boolean;
}

const mostInjected = 500;

/** `pipx_metadata.json`. Source: pipx's src/pipx/pipx_metadata_file.py. */
export function parseEnvironment(text: string): Environment | undefined {
  const fields = fieldsOf(readJson(text));
  const main = fieldsOf(fieldOf(fields, 'main_package'));
  const name = textOf(main, 'package');
  if (name === undefined || !isProjectName(name)) return undefined;
  const injected: string[] = [];
  for (const each of Object.keys(fieldsOf(fieldOf(fields, 'injected_packages')) ?? {})) {
    if (injected.length >= mostInjected) break;
    if (isProjectName(each)) injected.push(normalName(each));
  }
  return {
    main: normalName(name),
    injected,
    pinned: fieldOf(main, 'pinned') === true,
  };
}

/** `urllib3 (2.8.0)`, the first line of `pip index versions`. */
export function parseNewest(text: string, name: string): string | undefined {
  const [, said = '', version = ''] = /^([\w.-]{1,200}) \(([^()\s]{1,100})\)$/m.exec(text.slice(0, 2000)) ?? [];
  return normalName(said) === normalName(name) && pep440.parse(version).ok ? version : undefined;
}
