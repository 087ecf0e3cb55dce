// A repository of small Debian packages, made here: an application with a service, in versions that behave as a test wants.
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runProgram } from './programs.ts';

export interface SamplePackage {
  readonly name: string;
  readonly version: string;
  /** Of the script that runs after it is unpacked; POSIX shell. */
  readonly afterwards?: string;
  /** What its service runs; without it there is none. POSIX shell. */
  readonly service?: string;
  /** Bytes of ballast that do not compress. */
  readonly bytes?: number;
}

/** Makes the repository of exactly these in the folder, for `deb [trusted=yes] copy:FOLDER ./`. Throws where a tool is missing. */
export async function debRepository(folder: string, packages: readonly SamplePackage[]): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const stanzas: string[] = [];
  for (const each of packages) stanzas.push(await build(folder, each));
  writeFileSync(join(folder, 'Packages'), stanzas.join('\n'));
}

async function build(folder: string, { name, version, afterwards, service, bytes }: SamplePackage): Promise<string> {
  const root = join(folder, `.${name}-${version}`);
  mkdirSync(join(root, 'DEBIAN'), { recursive: true });
  mkdirSync(join(root, 'usr/share', name), { recursive: true });
  writeFileSync(join(root, 'usr/share', name, 'version'), `${version}\n`);
  const control = `Package: ${name}\nVersion: ${version}\nArchitecture: all\nMaintainer: Lab <lab@example.org>\nDescription: a sample\n`;
  writeFileSync(join(root, 'DEBIAN/control'), control);
  if (bytes !== undefined) {
    await runProgram([
      'dd',
      'if=/dev/urandom',
      `of=${join(root, 'usr/share', name, 'ballast')}`,
      'bs=1024',
      `count=${Math.ceil(bytes / 1024)}`,
    ]);
  }
  let script = afterwards ?? '';
  if (service !== undefined) {
    mkdirSync(join(root, 'lib/systemd/system'), { recursive: true });
    writeFileSync(join(root, 'usr/share', name, 'run'), `#!/bin/sh\n${service}\n`, { mode: 0o755 });
    writeFileSync(
      join(root, 'lib/systemd/system', `${name}.service`),
      `[Unit]\nDescription=${name}\n[Service]\nExecStart=/usr/share/${name}/run\n[Install]\nWantedBy=multi-user.target\n`,
    );
    script += `\nsystemctl daemon-reload\nsystemctl enable --quiet ${name}.service\nsystemctl restart ${name}.service\n`;
  }
  writeFileSync(join(root, 'DEBIAN/postinst'), `#!/bin/sh\nset -e\n${script}\n`, { mode: 0o755 });
  const file = `${name}_${version}_all.deb`;
  const built = await runProgram(['dpkg-deb', '--root-owner-group', '--build', root, join(folder, file)]);
  if (built.code !== 0) throw new Error(`${name} was not built: ${built.said}`);
  rmSync(root, { recursive: true });
  const content = readFileSync(join(folder, file));
  const sum = createHash('sha256').update(content).digest('hex');
  return `${control}Filename: ./${file}\nSize: ${content.length}\nSHA256: ${sum}\n`;
}
