// The containers adapter on recordings, for those who may not see, and on hostile text.
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CommandResult, Host } from '../host.ts';
import { readRecording } from '../recorded-host.ts';
import { containers } from './index.ts';
import { parseContainers, parseDistribution, parseIds, parseImages, parseReference } from './parse.ts';

const system = { id: 'debian', version: '12' } as const;
const recording = (name: string): Host => readRecording(join(import.meta.dirname, 'recordings', name));
const exited = (code: number, stdout: string, stderr = ''): CommandResult => ({
  kind: 'exited',
  code,
  stdout,
  stderr,
  truncated: false,
});

describe('images in use', () => {
  test('are reported once, with digest, base and the distribution inside', async () => {
    expect(await containers.inventory?.(recording('podman'), system)).toMatchObject({
      status: 'complete',
      items: [
        {
          purl: 'pkg:oci/larder@sha256:45b75035fce2a4dbd2b78c27dde5b32dfcbf7bba509dcaebaff7a49a9877de67?arch=amd64&base=docker.io%2Flibrary%2Fdebian:12&distro=debian-12&repository_url=docker.io%2Fsample%2Flarder&tag=1.2',
          name: 'docker.io/sample/larder',
          version: '1.2',
          arch: 'amd64',
          ecosystem: undefined,
        },
      ],
    });
  });

  test('are named as their container was started where their tag has moved on, and links lead nowhere', async () => {
    const section = await containers.inventory?.(recording('docker-from-docs'), system);
    expect(section?.items.map(({ name, version }) => [name, version])).toEqual([
      ['nginx', '1.25'],
      ['registry.example:5000/shop/web', '2.0'],
    ]);
    expect(section?.items.map(({ purl }) => /distro=([\w.-]+)/.exec(purl)?.[1])).toEqual(['alpine-3.19.1', undefined]);
  });

  test('are unknown to anybody but root', async () => {
    const host = recording('podman');
    const nobody: Host = {
      ...host,
      run: async (command) => (command.argv[0] === 'id' ? exited(0, '998\n') : host.run(command)),
    };
    const why = 'only root sees all containers: which images are in use is unknown';
    expect(await containers.detect(nobody)).toEqual({ present: false, reason: why });
    expect(await containers.inventory?.(nobody, system)).toEqual({ status: 'failed', items: [], problems: [why] });
  });

  test('are unknown where the daemon is down, and where answers break off', async () => {
    const host = recording('docker-from-docs');
    const down: Host = {
      ...host,
      run: async (command) =>
        command.argv[1] === 'ps'
          ? exited(1, '', 'Cannot connect to the Docker daemon at unix:///var/run/docker.sock.\n')
          : host.run(command),
    };
    expect(await containers.detect(down)).toMatchObject({
      present: false,
      reason: expect.stringContaining('Cannot connect to the Docker daemon'),
    });
    const half: Host = {
      ...host,
      run: async (command) => (command.argv[1] === 'image' ? exited(0, '[{"Id": "sha') : host.run(command)),
    };
    expect(await containers.inventory?.(half, system)).toMatchObject({ status: 'failed' });
  });
});

test('references are told apart', () => {
  const digest = `sha256:${'a'.repeat(64)}`;
  expect(parseReference(`registry.example:5000/a/b:1.0@${digest}`)).toEqual({
    repository: 'registry.example:5000/a/b',
    tag: '1.0',
    digest,
  });
  expect(parseReference('nginx')).toEqual({ repository: 'nginx', tag: undefined, digest: undefined });
  for (const bad of ['', '-x', 'a b', 'nginx:', '../x', '/nginx']) expect(parseReference(bad)).toBeUndefined();
});

test('no text makes a reader throw, or an option pass for a name', () => {
  const one = fc.record({
    Id: fc.constant('f'.repeat(64)),
    Image: fc.constant('f'.repeat(64)),
    ImageName: fc.string(),
    RepoTags: fc.array(fc.string()),
    Config: fc.anything(),
  });
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.array(fc.oneof(one, fc.anything())), (text, values) => {
      for (const each of [text, JSON.stringify(values)]) {
        parseDistribution(each);
        for (const id of parseIds(each)) expect(id).toMatch(/^[0-9a-f]/);
        for (const { imageName } of parseContainers(each)?.items ?? []) expect(imageName ?? 'x').toMatch(/^[a-z0-9]/i);
        for (const { repository } of parseImages(each)?.items ?? []) expect(repository ?? 'x').toMatch(/^[a-z0-9]/i);
      }
    }),
  );
});
