// Which Windows or macOS this is, where there is no os-release: by the registry, by macOS' own property list.
import type { OperatingSystem } from '@suture/core/packages/package.ts';
import type { Host } from './host.ts';
import { currentVersion, regPath } from './windows.ts';

const systemVersion = '/System/Library/CoreServices/SystemVersion.plist';

/** Undefined where it is neither, or does not say which. */
export async function readForeignSystem(host: Host): Promise<OperatingSystem | undefined> {
  const plist = await host.readFile(systemVersion, 20_000);
  if (plist.kind === 'text') return parseMacSystem(plist.text);
  if (!(await host.exists(regPath))) return undefined;
  const answer = await host.run(currentVersion);
  return answer.kind === 'exited' && answer.code === 0 ? parseWindowsSystem(answer.stdout) : undefined;
}

export function parseMacSystem(text: string): OperatingSystem | undefined {
  const version = /<key>ProductVersion<\/key>\s{0,20}<string>(\d{1,3}(?:\.\d{1,3}){1,3})<\/string>/.exec(text)?.[1];
  return version === undefined ? undefined : { id: 'macos', version, name: `macOS ${version}` };
}

/** The edition stands in the name, as its support does not end on one day for all. */
export function parseWindowsSystem(text: string): OperatingSystem | undefined {
  const value = (name: string): string | undefined =>
    new RegExp(`^ {4}${name} {4}REG_(?:SZ|DWORD) {4}([\\w .()-]{1,80}?)\\r?$`, 'm').exec(text)?.[1];
  const build = /^\d{4,6}$/.exec(value('CurrentBuild') ?? '')?.[0];
  if (build === undefined) return undefined;
  const revision = /^0x[0-9a-f]{1,6}$/.exec(value('UBR') ?? '')?.[0];
  const line = Number(build) >= 10_000 ? '10.0' : '6.3';
  const version = `${line}.${build}${revision === undefined ? '' : `.${Number(revision)}`}`;
  // The registry of Windows 11 says Windows 10.
  const product = value('ProductName')?.replace(/Windows 10/, Number(build) >= 22_000 ? 'Windows 11' : 'Windows 10');
  return { id: 'windows', version, ...(product === undefined ? {} : { name: product }) };
}
