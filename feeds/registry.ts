// The list of feeds, in the order they are read: those that a scan needs most come first.
import { alpineSecdb } from './alpine-secdb/index.ts';
import { arch } from './arch/index.ts';
import { debianSecuritySupport } from './debian-security-support/index.ts';
import { debianTracker } from './debian-tracker/index.ts';
import { distroInfo } from './distro-info/index.ts';
import { endoflife } from './endoflife/index.ts';
import { epss } from './epss/index.ts';
import type { Feed } from './feed.ts';
import { flathub } from './flathub/index.ts';
import { homebrew } from './homebrew/index.ts';
import { kev } from './kev/index.ts';
import { msrc } from './msrc/index.ts';
import { osvFeeds } from './osv/index.ts';
import { rubyAdvisoryDb } from './ruby-advisory-db/index.ts';
import { sofa } from './sofa/index.ts';
import { ubuntu } from './ubuntu/index.ts';
import { vulnrichment } from './vulnrichment/index.ts';
import { winget } from './winget/index.ts';

export const feeds: readonly Feed[] = [
  kev,
  epss,
  vulnrichment,
  debianTracker,
  debianSecuritySupport,
  distroInfo,
  endoflife,
  alpineSecdb,
  arch,
  ubuntu,
  msrc,
  sofa,
  rubyAdvisoryDb,
  winget,
  homebrew,
  flathub,
  ...osvFeeds,
];
