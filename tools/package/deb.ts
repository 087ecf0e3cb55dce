// Puts files, metadata and maintainer scripts together as a Debian package (deb(5), deb-control(5)).
import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { writeAr } from './ar.ts';
import { writeTar, type TarEntry } from './tar.ts';

/** A file of the package: text or bytes, or a symbolic link. */
export type PackageFile =
  | { readonly content: string | Uint8Array; readonly mode: 0o644 | 0o755; readonly configuration?: true }
  | { readonly linkTo: string };

/** Fields of the control file, in the order given, without `Installed-Size`, which is counted. */
export type ControlFields = Readonly<Record<string, string>>;

export interface DebParts {
  readonly control: ControlFields;
  /** `preinst`, `postinst`, `prerm`, `postrm`. */
  readonly scripts: Readonly<Record<string, string>>;
  /** By path from the root, without a slash in front. */
  readonly files: Readonly<Record<string, PackageFile>>;
  /** Time of everything in it, seconds since 1970. */
  readonly seconds: number;
}

export interface BuiltDeb {
  readonly deb: Uint8Array;
  /** The files alone, tar and gzip: for machines without dpkg. */
  readonly archive: Uint8Array;
}

const entriesOf = (files: DebParts['files']): readonly TarEntry[] =>
  Object.entries(files).map(([path, file]): TarEntry => {
    if ('linkTo' in file) return { kind: 'link', path, target: file.linkTo };
    return { kind: 'file', path, mode: file.mode, content: Buffer.from(file.content) };
  });

/** The files alone, tar and gzip. */
export function buildArchive({ files, seconds }: Pick<DebParts, 'files' | 'seconds'>): Uint8Array {
  const entries = entriesOf(files);
  return compress(writeTar([...foldersOf(entries), ...entries], seconds));
}

/** The same bytes for the same parts on the same Node. gzip, because dpkg reads zstd only since Debian 12. */
export function buildDeb({ control, scripts, files, seconds }: DebParts): BuiltDeb {
  const entries = entriesOf(files);
  const archive = buildArchive({ files, seconds });
  const metadata: Record<string, string> = {
    control: controlText(control, entries),
    md5sums: md5sums(entries),
    conffiles: Object.entries(files)
      .filter(([, file]) => 'configuration' in file)
      .map(([path]) => `/${path}\n`)
      .sort()
      .join(''),
  };
  const about = [
    ...Object.entries(metadata).map(([path, text]) => fileEntry(path, text, 0o644)),
    ...Object.entries(scripts).map(([path, text]) => fileEntry(path, text, 0o755)),
  ];
  const deb = writeAr(
    [
      { name: 'debian-binary', content: Buffer.from('2.0\n') },
      { name: 'control.tar.gz', content: compress(writeTar(about, seconds)) },
      { name: 'data.tar.gz', content: archive },
    ],
    seconds,
  );
  return { deb, archive };
}

const fileEntry = (path: string, text: string, mode: number): TarEntry => ({
  kind: 'file',
  path,
  mode,
  content: Buffer.from(text),
});

/** Without a name or a time in it. */
const compress = (bytes: Uint8Array): Uint8Array => gzipSync(bytes, { level: 9 });

function foldersOf(entries: readonly TarEntry[]): readonly TarEntry[] {
  const folders = new Set<string>();
  for (const { path } of entries) {
    const parts = path.split('/');
    for (let count = 1; count < parts.length; count += 1) folders.add(parts.slice(0, count).join('/'));
  }
  return [...folders].map((path) => ({ kind: 'folder', path, mode: 0o755 }));
}

function md5sums(entries: readonly TarEntry[]): string {
  return entries
    .flatMap((entry) => (entry.kind === 'file' ? [`${md5(entry.content)}  ${entry.path}\n`] : []))
    .sort((a, b) => (a.slice(34) < b.slice(34) ? -1 : 1))
    .join('');
}

const md5 = (content: Uint8Array): string => createHash('md5').update(content).digest('hex');

function controlText(control: ControlFields, entries: readonly TarEntry[]): string {
  const kilobytes = entries.reduce((total, entry) => {
    return total + (entry.kind === 'file' ? Math.ceil(entry.content.length / 1024) : 1);
  }, 0);
  const fields = { ...control, 'Installed-Size': String(kilobytes) };
  // The description comes last and may have further lines.
  const ordered = Object.entries(fields).sort(([a], [b]) => Number(a === 'Description') - Number(b === 'Description'));
  return ordered.map(([name, value]) => `${name}: ${value}\n`).join('');
}
