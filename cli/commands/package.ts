// `suture package`: packages of one's own, from a manifest to a release that a server hands out.
import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { type ServerOptions, answerOptions } from './server-options.ts';

export interface PackageOptions extends ServerOptions {
  readonly out?: string;
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
}
