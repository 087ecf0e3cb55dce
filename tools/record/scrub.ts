// Takes what is nobody's business out of a recording: names, addresses, tokens and serial numbers, alike everywhere so that it still replays.
import type { Recording } from '@suture/adapters/recorded-host.ts';

export interface Known {
  /** The machine's own name; one that is too common a word is left alone. */
  readonly hostName: string;
  /** Values that must not appear: of environment variables whose names speak of secrets. */
  readonly secrets: readonly string[];
}

const secretName = /TOKEN|SECRET|PASSW|CREDENTIAL|API_?KEY|AUTH|COOKIE/i;

/** The values of this environment that look like secrets. */
export const secretsIn = (environment: Readonly<Record<string, string | undefined>>): readonly string[] =>
  Object.entries(environment).flatMap(([name, value]) =>
    secretName.test(name) && value !== undefined && value.length >= 8 ? [value] : [],
  );

/** Every text of the recording, paths and arguments included, through the same replacements. */
export function scrub<T extends Recording>(recording: T, known: Known): T {
  const names = new Map<string, string>();
  const clean = mapTexts(recording, (text) => scrubText(text, known, names)) as T;
  const homes = clean.directories?.['/home'];
  if (homes === undefined) return clean;
  const users = homes.map((user) => (keptUsers.has(user) ? user : aliasOf(names, 'user', user))).toSorted();
  return { ...clean, directories: { ...clean.directories, '/home': users } };
}

/** The same for the same, numbered as they come. */
function aliasOf(names: Map<string, string>, kind: string, of: string): string {
  const known = names.get(`${kind} ${of}`);
  if (known !== undefined) return known;
  const made = `${kind}${[...names.keys()].filter((key) => key.startsWith(`${kind} `)).length + 1}`;
  names.set(`${kind} ${of}`, made);
  return made;
}

const commonWords: ReadonlySet<string> = new Set(['localhost', 'debian', 'ubuntu', 'linux', 'host', 'server', 'root']);
const keptUsers: ReadonlySet<string> = new Set(['root', 'linuxbrew']);

function scrubText(text: string, { hostName, secrets }: Known, names: Map<string, string>): string {
  let out = text;
  for (const secret of secrets) out = out.replaceAll(secret, 'SECRET');
  if (hostName.length >= 3 && !commonWords.has(hostName)) out = out.replaceAll(hostName, 'machine');
  const alias = (kind: string, of: string): string => aliasOf(names, kind, of);
  return out
    .replace(/-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----[\s\S]*?-----END [A-Z ]{0,40}PRIVATE KEY-----/g, 'SECRET')
    .replace(/(\/home\/)([\w.-]{1,64})/g, (_, home: string, user: string) =>
      keptUsers.has(user) ? home + user : home + alias('user', user),
    )
    .replace(/\b([a-z][a-z+]{1,10}:\/\/)[^\s/@:]{1,200}:[^\s/@]{1,200}@/g, '$1')
    .replace(
      /((?:_authToken|_password|_auth|token|password|secret|api[_-]?key)["']?\s*[=:]\s*["']?)[^\s"',}]{6,}/gi,
      '$1SECRET',
    )
    .replace(/\b(?:authorization|proxy-authorization): [^\r\n]{1,500}/gi, 'Authorization: SECRET')
    .replace(
      /\b[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}\b(?!\/)/g,
      (mail) => `${alias('person', mail)}@example.org`,
    )
    .replace(/\b(?:[0-9a-f]{2}:){5}[0-9a-f]{2}\b/gi, '02:00:00:00:00:01')
    .replace(
      /("(?:Serial|SerialNumber|MachineId|BootId|BootTime|KernelCmdline)"\s*:\s*")([^"]{1,4000})"/g,
      (_, key: string, serial: string) => `${key}${alias('SERIAL', serial)}"`,
    );
}

function mapTexts(value: unknown, map: (text: string) => string): unknown {
  if (typeof value === 'string') return map(value);
  if (Array.isArray(value)) return value.map((each) => mapTexts(each, map));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [map(key), mapTexts(each, map)]));
}
