// Packages of one's own on a recorded machine: what is there, what is newer, what is new, and what cannot be known.
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as only from '../execute-step.ts';
import type { Host } from '../host.ts';
import { readRecording } from '../recorded-host.ts';
import { own } from './index.ts';
import { parseNamed, parseOffer, parseVersionFile } from './parse.ts';

const host = readRecording(join(import.meta.dirname, 'recordings', 'from-docs'));
const system = { id: 'almalinux', version: '9.4' };
const step = (name: string, from: string | null, to: string) => ({
  changes: [{ package: name, architecture: null, from, to }],
  removals: 'none' as const,
});

describe('packages of one’s own', () => {
  test('are there by rpm’s word, or by the first line of their version file', async () => {
    const section = await own.inventory?.(host, system);
    expect(section?.items.map(({ name, version, purl }) => [name, version, purl])).toEqual([
      ['notes', '1.2', 'pkg:generic/own/notes@1.2'],
      ['server', '1:1.9-1', expect.stringContaining('pkg:generic/own/server@')],
    ]);
    expect(section).toMatchObject({ status: 'partial', problems: ['1 releases on offer could not be read'] });
  });

  test('are offered in their newest version, also where nothing of them is installed', async () => {
    const section = await own.available?.(host, system);
    expect(section?.items.map(({ package: name, installed, candidate }) => [name, installed, candidate])).toEqual([
      ['notes', '1.2', '1.10'],
      ['server', '1:1.9-1', '1:2.0-1'],
      ['extra', '(none)', '3.0-1'],
    ]);
  });

  test('of which it is not known whether they are there are offered to nobody', async () => {
    const broken: Host = {
      ...host,
      readFile: async (path, most) =>
        path.startsWith('/opt') ? { kind: 'text', text: '#!/bin/sh\n', truncated: false } : host.readFile(path, most),
    };
    const section = await own.available?.(broken, system);
    expect(section?.items.map(({ package: name }) => name)).toEqual(['server', 'extra']);
    expect(section?.problems).toContain(
      'whether notes is installed is not known: the first line of /opt/notes/current/VERSION is no version',
    );
  });

  test('are refused where the machine or the offer is not as the plan was made', async () => {
    expect(await only.preview(own, host, step('notes', '1.1', '1.10'))).toMatchObject({
      cause: 'drifted',
      why: 'notes is 1.2 here, and was 1.1 when the plan was made',
    });
    expect(await only.preview(own, host, step('notes', '1.2', '1.11'))).toMatchObject({
      cause: 'drifted',
      why: 'notes 1.11 is not offered to this machine any more',
    });
    expect(await only.preview(own, host, step('../x', null, '1'))).toMatchObject({ cause: 'drifted' });
  });
});

describe('what is read', () => {
  test('may be anything', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        expect(parseOffer(text)?.releases ?? []).toEqual([]);
        expect(parseNamed(text).size).toBe(0);
      }),
    );
  });

  test('is a package where dpkg has it installed, and not where only its configuration is left', () => {
    const text = 'a\t1.0\tii \nb\t1.0\trc \nc\t1.0\tiU \nd\t1.0\tun \n';
    expect([...parseNamed(text)]).toEqual([
      ['a', { version: '1.0', whole: true }],
      ['c', { version: '1.0', whole: false }],
    ]);
  });

  test.each([
    ['1.2.0\nand more', '1.2.0'],
    [' v2.0~rc1 \r\n', '2.0~rc1'],
    ['Version 1', undefined],
    ['', undefined],
  ])('%j is the version %s', (text, version) => {
    expect(parseVersionFile(text)).toBe(version);
  });
});
