// `suture package`: packages of one's own, from a manifest to a release that a server hands out.
import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { passphraseOptions } from './keys.ts';
import {
  type ConfirmOptions,
  type ListOptions,
  type ServerOptions,
  answerOptions,
  confirmOptions,
  listOptions,
  serverOptions,
} from './server-options.ts';

export interface PackageOptions extends ServerOptions {
  readonly out?: string;
}

export interface PublishOptions extends ConfirmOptions {
  readonly key?: string;
  readonly passphraseFile?: string;
}

export function registerPackage(root: Command, context: Context): void {
  const packages = root
    .command('package')
    .description('packages of your own: an installer with what it needs, from a manifest to the machines');
  const MANIFEST = 'its manifest, YAML; its files lie beside it';

  answerOptions(
    packages
      .command('lint')
      .description('check a manifest and the files it names, and name every fault with its place')
      .argument('<manifest>', MANIFEST),
  )
    .addHelpText('after', '\nExample:\n  suture package lint notes/package.yaml')
    .action(async (manifest: string, options: PackageOptions) => {
      const { packageLint } = await import('./package-run.ts');
      await packageLint(manifest, options, context);
    });

  answerOptions(
    packages
      .command('build')
      .description('make a release of a manifest: all it says, with the digest of each file, ready to be signed')
      .argument('<manifest>', MANIFEST)
      .option('--out <file>', 'where to; without it beside the manifest, as PACKAGE_VERSION.release.json'),
  )
    .addHelpText('after', '\nExample:\n  suture package build notes/package.yaml')
    .action(async (manifest: string, options: PackageOptions) => {
      const { packageBuild } = await import('./package-run.ts');
      await packageBuild(manifest, options, context);
    });

  const publish = packages
    .command('publish')
    .description(
      'send a release and its files to a server, signed with your key; again with another key, one more signature',
    )
    .argument('<release>', 'what suture package build wrote; its files lie beside it');
  passphraseOptions(publish).option('--key <key>', 'which: a key of this machine by name, or a file');
  answerOptions(confirmOptions(serverOptions(publish)))
    .addHelpText('after', '\nExample:\n  suture package publish notes/notes_1.2.0.release.json --key ada')
    .action(async (release: string, options: PublishOptions) => {
      const { packagePublish } = await import('./package-publish.ts');
      await packagePublish(release, options, context);
    });

  listOptions(
    serverOptions(
      packages.command('ls').description('releases that a server has, who signed them, and what is withdrawn'),
    ),
  )
    .addHelpText('after', '\nExample:\n  suture package ls')
    .action(async (options: ListOptions) => {
      const { packageLs } = await import('./package-publish.ts');
      await packageLs(options, context);
    });

  answerOptions(
    confirmOptions(
      serverOptions(
        packages
          .command('withdraw')
          .description('offer a release no more; where it is installed it stays')
          .argument('<package>', 'its name')
          .argument('<version>', 'which'),
      ),
    ),
  )
    .addHelpText('after', '\nExample:\n  suture package withdraw notes 1.2.0')
    .action(async (name: string, version: string, options: ConfirmOptions) => {
      const { packageWithdraw } = await import('./package-publish.ts');
      await packageWithdraw(name, version, options, context);
    });
}
