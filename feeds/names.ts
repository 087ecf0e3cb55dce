// The names of all feeds, in the order of registry.ts: for who says which there are, and reads none of them.
import { osvEcosystems } from './osv/ecosystems.ts';

export const feedNames: readonly string[] = [
  'kev',
  'epss',
  'vulnrichment',
  'debian-tracker',
  'debian-security-support',
  'distro-info',
  'endoflife',
  'alpine-secdb',
  'arch',
  'ubuntu',
  'msrc',
  'sofa',
  'ruby-advisory-db',
  'winget',
  'homebrew',
  'flathub',
  ...osvEcosystems.map((ecosystem) => `osv:${ecosystem}`),
];
