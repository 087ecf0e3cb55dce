// Says what is wrong with apt's package indexes: old, expired, never fetched, or not verifiable, for want of a key that is good.
import type { Host } from '../host.ts';
import { currentTime, modificationTimes } from './commands.ts';
import { keyLives } from './openpgp.ts';
import type { IndexTarget } from './parse.ts';
import { parseReleaseHead } from './release.ts';
import { isSourcesFile, parseSources, type Source } from './sources.ts';
import { quoted } from './policy-names.ts';

const lists = '/var/lib/apt/lists';
const parts = '/etc/apt/sources.list.d';
const daySeconds = 86_400;
const mostKeyring = 1 << 20;

/** Problem lines; none when every source was asked within a day and may be believed. */
export async function indexProblems(host: Host, targets: readonly IndexTarget[]): Promise<readonly string[]> {
  const [now, [sources, unreadable]] = await Promise.all([readNow(host), readSources(host)]);
  const [age, expired, missing, keys] = await Promise.all([
    ageProblem(host, now),
    expiredIndexes(host, now),
    missingKeyrings(host, sources),
    expiredKeys(host, now, sources),
  ]);
  // Without any index the caller says so once; to name every source again would bury it.
  const unfetched = targets.length === 0 ? [] : neverFetched(sources, targets);
  return [...unreadable, ...age, ...expired, ...missing, ...keys, ...unfetched];
}

async function readNow(host: Host): Promise<number | undefined> {
  const result = await host.run(currentTime());
  return result.kind === 'exited' && /^\d{1,12}\n?$/.test(result.stdout) ? Number(result.stdout) : undefined;
}

/**
 * Index files carry the server's time, so their own age says nothing; apt renames into the directory when it has fetched,
 * and Ubuntu's tools touch a stamp.
 */
async function ageProblem(host: Host, now: number | undefined): Promise<readonly string[]> {
  const result = await host.run(modificationTimes([lists, '/var/lib/apt/periodic/update-success-stamp']));
  const times =
    result.kind === 'exited' ? [...result.stdout.matchAll(/^(\d{1,12}) \//gm)].map((match) => Number(match[1])) : [];
  if (now === undefined || times.length === 0) return ['the age of the package indexes is unknown'];
  const ageSeconds = now - Math.max(...times);
  if (ageSeconds <= daySeconds) return [];
  const days = Math.floor(ageSeconds / daySeconds);
  return [
    `the package indexes are ${days} day${days === 1 ? '' : 's'} old: updates published since are unknown (apt-get update)`,
  ];
}

async function expiredIndexes(host: Host, now: number | undefined): Promise<readonly string[]> {
  if (now === undefined) return [];
  const names = ((await host.listDirectory(lists)) ?? []).filter((name) => /_(?:In)?Release$/.test(name)).slice(0, 200);
  const heads = await Promise.all(names.map((name) => host.readFile(`${lists}/${name}`, 4096)));
  return heads.flatMap((read) => {
    const head = read.kind === 'text' ? parseReleaseHead(read.text) : undefined;
    if (head?.validUntil === undefined || head.validUntil >= now) return [];
    const until = new Date(head.validUntil * 1000).toISOString().slice(0, 10);
    return [
      `the index of ${quoted(`${head.label} ${head.suite}`)} expired on ${until}: its mirror is stale or out of reach`,
    ];
  });
}

async function readSources(host: Host): Promise<readonly [readonly Source[], readonly string[]]> {
  const names = ((await host.listDirectory(parts)) ?? []).filter(isSourcesFile).slice(0, 500);
  const files = ['/etc/apt/sources.list', ...names.map((name) => `${parts}/${name}`)];
  const reads = await Promise.all(files.map(async (file) => ({ file, read: await host.readFile(file, 256 * 1024) })));
  const sources = reads.flatMap(({ file, read }) => (read.kind === 'text' ? parseSources(file, read.text) : []));
  const unreadable = reads.flatMap(({ file, read }) =>
    read.kind === 'denied' || read.kind === 'failed'
      ? [`${file} could not be read: whether its sources were asked is unknown`]
      : [],
  );
  return [sources, unreadable];
}

async function missingKeyrings(host: Host, sources: readonly Source[]): Promise<readonly string[]> {
  const byKeyring = new Map(sources.flatMap((source) => source.keyrings.map((keyring) => [keyring, source] as const)));
  const checks = await Promise.all(
    [...byKeyring].map(async ([keyring, source]) => ({ keyring, source, there: await host.exists(keyring) })),
  );
  return checks
    .filter(({ there }) => !there)
    .map(
      ({ keyring, source }) =>
        `${source.file}: the keyring ${quoted(keyring)} is missing, so apt cannot verify ${quoted(shown(source.uri))}`,
    );
}

/** Where every key that a source may be signed by has expired, apt takes nothing new from it. */
async function expiredKeys(
  host: Host,
  now: number | undefined,
  sources: readonly Source[],
): Promise<readonly string[]> {
  if (now === undefined) return [];
  const files = [...new Set(sources.flatMap(({ keyrings }) => keyrings))].slice(0, 200);
  const read = await Promise.all(files.map(async (path) => host.readBytes?.(path, 0, mostKeyring)));
  const lives = new Map(files.map((path, at) => [path, read[at]?.kind === 'bytes' ? keyLives(read[at].bytes) : []]));
  const problems = sources.flatMap(({ file, uri, keyrings, key }) => {
    const all = key === undefined ? keyrings.map((path) => lives.get(path) ?? []) : [keyLives(Buffer.from(key))];
    const ends = all.flat().map(({ expires }) => expires ?? Infinity);
    const last = Math.max(...ends);
    // A keyring that cannot be read may have what is needed.
    if (ends.length === 0 || all.some((keys) => keys.length === 0) || last >= now) return [];
    const until = new Date(last * 1000).toISOString().slice(0, 10);
    const whose = key === undefined ? `the keyring ${quoted(keyrings.join(', '))}` : 'the key in it';
    return [`${file}: ${whose} expired on ${until}, so apt cannot verify ${quoted(shown(uri))}`];
  });
  return [...new Set(problems)];
}

function neverFetched(sources: readonly Source[], targets: readonly IndexTarget[]): readonly string[] {
  const fetched = new Set(targets.map((target) => `${slashed(shown(target.repository))} ${target.release}`));
  const problems = new Set<string>();
  for (const source of sources) {
    // A flat repository (suite "./") has no release of its own; variables and mirror lists stand for other addresses.
    if (source.suite.endsWith('/') || /\$\(|^(?:mirror|cdrom)/.test(`${source.uri}${source.suite}`)) continue;
    if (fetched.has(`${shown(source.uri)} ${source.suite}`)) continue;
    problems.add(
      `${source.file}: no package index of ${quoted(`${shown(source.uri)} ${source.suite}`)} has been fetched; its updates are unknown`,
    );
  }
  return [...problems];
}

const slashed = (uri: string): string => (uri.endsWith('/') ? uri : `${uri}/`);

/** Without a user name and password. */
const shown = (uri: string): string => uri.replace(/\/\/[^/@]*@/, '//');
