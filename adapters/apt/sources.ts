// Reads apt's sources, one-line and deb822: which repositories an endpoint asks. Source: sources.list(5).
import { readControl } from './control.ts';

export interface Source {
  /** With a slash at the end. */
  readonly uri: string;
  readonly suite: string;
  /** Paths of keyrings; fingerprints and keys given in place are left out. */
  readonly keyrings: readonly string[];
  /** A key that is given in place, in armour. */
  readonly key?: string;
  readonly file: string;
}

/** Enabled `deb` sources of a file (`deb-src` has no updates); lines nobody can read are passed over, as apt would refuse them all. */
export function parseSources(file: string, text: string): readonly Source[] {
  return file.endsWith('.sources') ? parseDeb822(file, text) : parseOneLine(file, text);
}

/** Which names of sources.list.d apt reads. */
export const isSourcesFile = (name: string): boolean => /^[A-Za-z0-9_.-]+\.(?:list|sources)$/.test(name);

function parseDeb822(file: string, text: string): readonly Source[] {
  return readControl(text, ['Types', 'URIs', 'Suites', 'Enabled', 'Signed-By']).stanzas.flatMap(({ fields }) => {
    if (
      !words(fields.get('Types')).includes('deb') ||
      /^(?:no|false|without|off|disable|0)$/i.test(fields.get('Enabled') ?? '')
    )
      return [];
    // A key may also stand here itself, in armour.
    const signedBy = fields.get('Signed-By') ?? '';
    const isKey = signedBy.includes('BEGIN PGP');
    const sources = combine(file, words(fields.get('URIs')), words(fields.get('Suites')), isKey ? [] : words(signedBy));
    return isKey ? sources.map((source) => ({ ...source, key: signedBy })) : sources;
  });
}

function parseOneLine(file: string, text: string): readonly Source[] {
  return text.split('\n').flatMap((line) => {
    const match = /^\s*deb\s+(?:\[([^\]]*)\]\s*)?(\S+)\s+(\S+)/.exec(line.slice(0, 4000));
    if (match?.[2] === undefined || match[3] === undefined) return [];
    const signedBy = words(match[1]).find((option) => option.toLowerCase().startsWith('signed-by='));
    return combine(file, [match[2]], [match[3]], signedBy?.slice('signed-by='.length).split(',') ?? []);
  });
}

const combine = (
  file: string,
  uris: readonly string[],
  suites: readonly string[],
  signedBy: readonly string[],
): readonly Source[] =>
  uris.flatMap((uri) =>
    suites.map((suite) => ({
      uri: uri.endsWith('/') ? uri : `${uri}/`,
      suite,
      keyrings: signedBy.filter((key) => key.startsWith('/')),
      file,
    })),
  );

const words = (text: string | undefined): readonly string[] => text?.split(/\s+/).filter((word) => word !== '') ?? [];
