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
  /** Of the script that runs when another version has been unpacked in its place, and not put there yet; POSIX shell. */
  readonly replaced?: string;
  /** What its /etc/NAME.conf has; without it there is none. */
  readonly configured?: string;
  /** Lines of its control file: `Conflicts: …`. */
  readonly control?: string;
  /** What its service runs; without it there is none. POSIX shell. */
  readonly service?: string;
  /** Bytes of ballast that do not compress. */
  readonly bytes?: number;
}

/**
 * Makes the repository of exactly these in the folder, for `deb [trusted=yes] copy:FOLDER ./`. `asDebian`: it says that it is
 * Debian's, so that Debian's advisories are about what it has. Throws where a tool is missing.
 */
export async function debRepository(
  folder: string,
  packages: readonly SamplePackage[],
  asDebian = false,
): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const stanzas: string[] = [];
  for (const each of packages) stanzas.push(await build(folder, each));
  const index = stanzas.join('\n');
  writeFileSync(join(folder, 'Packages'), index);
  if (!asDebian) return;
  const sum = createHash('sha256').update(index).digest('hex');
  const release = `Origin: Debian\nLabel: Debian\nSuite: stable\nCodename: bookworm\nDate: ${new Date().toUTCString()}\nSHA256:\n ${sum} ${index.length} Packages\n`;
  writeFileSync(join(folder, 'Release'), release);
}

async function build(folder: string, sample: SamplePackage): Promise<string> {
  const { name, version, afterwards, replaced, configured, service, bytes } = sample;
  const root = join(folder, `.${name}-${version}`);
  mkdirSync(join(root, 'DEBIAN'), { recursive: true });
  mkdirSync(join(root, 'usr/share', name), { recursive: true });
  writeFileSync(join(root, 'usr/share', name, 'version'), `${version}\n`);
  const control = `Package: ${name}\nVersion: ${version}\nArchitecture: all\nMaintainer: Lab <lab@example.org>\nDescription: a sample\n${sample.control === undefined ? '' : `${sample.control}\n`}`;
  writeFileSync(join(root, 'DEBIAN/control'), control);
  if (configured !== undefined) {
    mkdirSync(join(root, 'etc'));
    writeFileSync(join(root, 'etc', `${name}.conf`), `${configured}\n`);
    writeFileSync(join(root, 'DEBIAN/conffiles'), `/etc/${name}.conf\n`);
  }
  if (replaced !== undefined) {
    writeFileSync(join(root, 'DEBIAN/postrm'), `#!/bin/sh\nset -e\n[ "$1" = upgrade ] || exit 0\n${replaced}\n`, {
      mode: 0o755,
    });
  }
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
    const prerm = `#!/bin/sh\n[ "$1" != remove ] || systemctl stop ${name}.service\n`;
    writeFileSync(join(root, 'DEBIAN/prerm'), prerm, { mode: 0o755 });
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
