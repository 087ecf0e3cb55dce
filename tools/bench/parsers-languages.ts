// Ten megabytes of what tools of programming languages, containers and other systems write, made up after their recordings.
import { parseInstalls, parseToml } from '@suture/adapters/cargo/parse.ts';
import {
  parseInstalled as parseComposer,
  parseOutdated as parseComposerOutdated,
} from '@suture/adapters/composer/parse.ts';
import { parseImages } from '@suture/adapters/containers/parse.ts';
import { parseList } from '@suture/adapters/gem/parse.ts';
import { parseLatest } from '@suture/adapters/go/parse.ts';
import { parseOutdated as parseBrew } from '@suture/adapters/homebrew/parse.ts';
import { parseEnvironment } from '@suture/adapters/python/parse.ts';
import { filled, hex, sentence, type Case } from './parser-case.ts';

const registry = 'registry+https://github.com/rust-lang/crates.io-index';

export const languageCases: readonly Case[] = [
  ['gem: list', () => filled((at) => `larder-${at} (1.${at}.0)\n`), (text) => parseList(text).size],
  [
    'cargo: what it installed',
    () =>
      filled(
        (at) =>
          `"larder-${at} 1.${at}.0 (${registry})":{"version_req":null,"bins":["larder-${at}"],"features":[],"all_features":false,"no_default_features":false,"profile":"release","target":"x86_64-unknown-linux-gnu","rustc":"rustc 1.95.0"},`,
        '{"installs":{',
        `"last 1.0.0 (${registry})":{}}}`,
      ),
    (text) => parseInstalls(text)?.items.length ?? 0,
  ],
  [
    'cargo: the same, as old versions write it',
    () => filled((at) => `"larder-${at} 1.${at}.0 (${registry})" = ["larder-${at}"]\n`, '[v1]\n'),
    (text) => parseToml(text)?.items.length ?? 0,
  ],
  [
    'go: newest modules',
    () => filled((at) => `example.org/larder/v${at}\tv${at}.2.1\n`),
    (text) => parseLatest(text).size,
  ],
  [
    'pipx: notes of an environment',
    () =>
      filled(
        (at) => `"larder-${at}":{"package":"larder-${at}","package_version":"1.${at}","apps":["larder"]},`,
        '{"main_package":{"package":"larder"},"injected_packages":{',
        '"last":{}}}',
      ),
    (text) => parseEnvironment(text)?.injected.length ?? 0,
  ],
  [
    'composer: what is installed',
    () =>
      filled(
        (at) =>
          `{"name":"larder/pantry-${at}","version":"v1.${at}.0","version_normalized":"1.${at}.0.0","source":{"type":"git","reference":"${hex(at, 40)}"},"require":{"php":">=8.1"},"description":"${sentence}"},`,
        '{"packages":[',
        '{}],"dev":true}',
      ),
    (text) => parseComposer(text)?.items.length ?? 0,
  ],
  [
    'composer: outdated',
    () =>
      filled(
        (at) =>
          `{"name":"larder/pantry-${at}","direct-dependency":true,"version":"1.${at}.0","latest":"2.${at}.0","latest-status":"update-possible","description":"${sentence}"},`,
        '{"installed":[',
        '{}]}',
      ),
    (text) => parseComposerOutdated(text)?.items.length ?? 0,
  ],
  [
    'podman: images',
    () =>
      filled(
        (at) =>
          `{"Id":"${hex(at, 64)}","RepoTags":["registry.example.org/larder:${at}"],"RepoDigests":["registry.example.org/larder@sha256:${hex(at, 64)}"],"Architecture":"amd64","Config":{"Env":["PATH=/usr/bin"],"Labels":{"org.opencontainers.image.base.name":"debian:12"}}},`,
        '[',
        '{}]',
      ),
    (text) => parseImages(text)?.items.length ?? 0,
  ],
  [
    'brew: outdated',
    () =>
      filled(
        (at) => `{"name":"larder-${at}","installed_versions":["1.${at}"],"current_version":"2.${at}","pinned":false},`,
        '{"formulae":[',
        '{}],"casks":[]}',
      ),
    (text) => parseBrew(text)?.items.length ?? 0,
  ],
];
