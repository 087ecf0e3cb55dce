// Takes the file name of a source rpm apart: `openssl-3.0.7-6.el9.src.rpm` is openssl at 3.0.7-6.el9.

/**
 * The source package that `fileName` (rpm's SOURCERPM) names, or undefined when it names none.
 * The file name has no epoch; binaries nearly always share their source's, so `binaryVersion`'s is taken.
 */
export function sourceOfRpm(
  fileName: string | undefined,
  binaryVersion: string,
): { readonly name: string; readonly version: string } | undefined {
  if (fileName === undefined || fileName.length > 512 || fileName.includes('\n')) return undefined;
  const end = endings.find((each) => fileName.endsWith(each));
  if (end === undefined) return undefined;
  const stem = fileName.slice(0, -end.length);
  const release = stem.lastIndexOf('-');
  const version = stem.lastIndexOf('-', release - 1);
  if (release < 1 || version < 1) return undefined;
  const epoch = binaryVersion.includes(':') ? (/^\d+:/.exec(binaryVersion)?.[0] ?? '') : '';
  return { name: stem.slice(0, version), version: epoch + stem.slice(version + 1) };
}

const endings = ['.src.rpm', '.nosrc.rpm'] as const;
