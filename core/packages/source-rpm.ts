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
  const ending = fileName.endsWith('.src.rpm')
    ? '.src.rpm'
    : fileName.endsWith('.nosrc.rpm')
      ? '.nosrc.rpm'
      : undefined;
  if (ending === undefined) return undefined;
  const end = fileName.length - ending.length;
  const release = fileName.lastIndexOf('-', end - 1);
  const version = fileName.lastIndexOf('-', release - 1);
  if (release < 1 || version < 1) return undefined;
  const epoch = binaryVersion.includes(':') ? (/^\d+:/.exec(binaryVersion)?.[0] ?? '') : '';
  return { name: fileName.slice(0, version), version: epoch + fileName.slice(version + 1, end) };
}
