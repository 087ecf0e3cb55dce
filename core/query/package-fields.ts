// What a query can ask of a package on an endpoint.
import type { Field } from './field.ts';
import { boolean, choice, text, version } from './field-kinds.ts';

export const packageFields = [
  { ...text, name: 'package', aliases: ['pkg'], about: 'package', help: 'its name', example: 'package:libssl*' },
  {
    ...version,
    name: 'version',
    about: 'package',
    help: 'the installed version, compared by its own rules',
    example: 'version:<3.0.13',
  },
  { ...text, name: 'source', about: 'package', help: 'the source package it is built from', example: 'source:openssl' },
  {
    ...text,
    name: 'ecosystem',
    about: 'package',
    help: 'whose advisories apply; none: no feed covers it',
    example: 'ecosystem:Debian*',
    usual: ['npm', 'PyPI', 'Maven', 'NuGet', 'Go'],
    optional: true,
  },
  { ...text, name: 'purl', about: 'package', help: 'its package URL', example: 'purl:pkg:npm/*' },
  {
    ...text,
    name: 'origin',
    aliases: ['vendor'],
    about: 'package',
    help: 'who made it, where the package says',
    example: '-origin:Debian',
    optional: true,
  },
  {
    ...text,
    name: 'product',
    about: 'package',
    help: 'which product of the catalog it is, by its id; none: of none',
    example: 'product:firefox',
    optional: true,
  },
  {
    ...boolean,
    name: 'hold',
    aliases: ['held'],
    about: 'package',
    help: 'whether the administrator pinned it',
    example: 'hold:yes',
  },
  {
    ...choice,
    name: 'update',
    about: 'package',
    help: 'whether a newer version is offered; held: offered, but kept back',
    example: 'update:available',
    values: ['available', 'held', 'none', 'unknown'],
  },
  {
    ...boolean,
    name: 'security',
    about: 'package',
    help: 'whether the offered update is a security update',
    example: 'security:yes',
    optional: true,
  },
  {
    ...version,
    name: 'candidate',
    about: 'package',
    help: 'the version offered',
    example: 'candidate:>=3.0.13',
    optional: true,
  },
] as const satisfies readonly Field[];
