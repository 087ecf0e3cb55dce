// Probes of a ring: what an address answers, what counts of it, and what it does to a deployment on a real PostgreSQL.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { generateKeyPairSync } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ProbeAnswer } from '@suture/core/probes/observation.ts';
import { planShelf } from '../actions/plan-shelf.ts';
import { RingProbeAnswers } from '../actions/ring-probe-answers.ts';
import { tickDeployment } from '../actions/tick-deployment.ts';
import { deploy, deploymentFleet } from '../deployment-fleet.fixture.ts';
import { openStore, type Store } from '../store/database.ts';
import { deploymentRow } from '../store/deployments.ts';
import { useDatabase } from '../test-database.ts';
import { askAddress, isOwn } from './ask-address.ts';
import { askRingProbes } from './ring-probes.ts';

const shop = { name: 'shop', url: '', expectStatus: 200, expectText: '', timeoutMs: 2_000 };

describe('an address', () => {
  const server = createServer((request, response) => {
    switch (request.url) {
      case '/slow':
        return;
      case '/away':
        response.writeHead(302, { location: '/well' }).end();
        return;
      case '/endless':
        response.writeHead(200);
        response.write('x'.repeat(200_000));
        return;
      default:
        response.writeHead(request.url === '/ill' ? 500 : 200).end('all is well');
    }
  });
  let at: string;
  beforeAll(async () => {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    at = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  const anybody = () => true;

  test.each<[string, Partial<typeof shop>, ProbeAnswer]>([
    ['/well', {}, { passed: true }],
    ['/well', { expectText: 'is well' }, { passed: true }],
    ['/well', { expectText: 'is ill' }, { passed: false, why: 'the text expected is not in the answer' }],
    ['/endless', { expectText: 'no x' }, { passed: false, why: 'the text expected is not in the answer' }],
    ['/ill', {}, { passed: false, why: 'status 500, and not 200' }],
    ['/ill', { expectStatus: 500 }, { passed: true }],
    ['/away', {}, { passed: false, why: 'status 302, and not 200' }],
    ['/slow', { timeoutMs: 50 }, { passed: false, why: 'no answer within 0.05 s' }],
  ])('%s asked with %j', async (path, over, expected) => {
    expect(await askAddress({ ...shop, url: at + path, ...over }, anybody)).toEqual(expected);
  });

  test('of the server itself, or that a cloud answers to its machines alone, is not asked, however it is written', async () => {
    for (const address of ['127.0.0.1', '169.254.169.254', '::1', '::ffff:127.0.0.1', 'fe80::1', '0.0.0.0'])
      expect([address, isOwn(address)]).toEqual([address, true]);
    for (const address of ['10.1.2.3', '192.0.2.1', '2001:db8::1']) expect(isOwn(address)).toBe(false);
    const port = at.split(':').at(-1);
    for (const host of ['127.0.0.1', 'localhost', '2130706433', '0x7f.1', '[::1]', '[::ffff:127.0.0.1]']) {
      expect(await askAddress({ ...shop, url: `http://${host}:${port}/well` })).toMatchObject({ passed: false });
    }
  });

  test('that is none does not throw', async () => {
    for (const url of ['', 'shop', 'ftp://shop/', 'http://'])
      expect(await askAddress({ ...shop, url })).toEqual({ passed: false, why: 'its address is none' });
  });
});

test('one failure is no evidence, two are; an old answer is none either', () => {
  let now = 0;
  const answers = new RingProbeAnswers(() => now);
  const probes = [shop, { ...shop, name: 'api' }];
  expect(answers.of('one', probes)).toEqual({ probes: undefined });
  for (const name of ['shop', 'api']) answers.note('one', name, { passed: true });
  expect(answers.of('one', probes)).toEqual({ probes: 'clear' });
  answers.note('one', 'api', { passed: false, why: 'status 500' });
  expect(answers.of('one', probes)).toEqual({ probes: undefined });
  answers.note('one', 'api', { passed: false, why: 'status 500' });
  expect(answers.of('one', probes)).toEqual({ probes: 'blocking', probesSay: 'api: status 500' });
  answers.note('one', 'api', { passed: true });
  expect(answers.of('one', probes)).toEqual({ probes: 'clear' });
  now = 60_001;
  expect(answers.of('one', probes)).toEqual({ probes: undefined });
  answers.keepOnly(new Set(['two']));
  now = 0;
  expect(answers.of('one', probes)).toEqual({ probes: undefined });
});

describe('a deployment whose plan names one', () => {
  const database = useDatabase();
  let store: Store;
  beforeAll(() => {
    store = openStore({ connection: database().connection, size: 3 });
  });
  afterAll(() => store.close());

  test('gives nothing more out while it fails, says how, and goes on when a person has seen it', async () => {
    const fleet = await deploymentFleet(database(), { endpoints: 4 });
    const { organisation } = fleet;
    const answers = new RingProbeAnswers();
    const parts = { signing: generateKeyPairSync('ed25519').privateKey, plans: planShelf(), answers };
    const limits = { deployment: 1, ring: 1, group: 1 };
    const id = await deploy(store, fleet, parts, { ringProbes: [shop], limits });
    const look = (...commands: readonly { readonly kind: 'resume'; readonly by: string }[]) =>
      store.inOrganisation(organisation, (transaction) => tickDeployment(transaction, parts, id, { commands }));
    const state = async () =>
      (await store.inOrganisation(organisation, (transaction) => deploymentRow(transaction, id)))?.deployment.state;
    await look();
    expect(await state()).toEqual({ kind: 'running' });
    const asked: string[] = [];
    const failing = async (): Promise<ProbeAnswer> => {
      asked.push('shop');
      return { passed: false, why: 'status 500, and not 200' };
    };
    const work = { store, organisation, plans: parts.plans, answers };
    await askRingProbes({ ...work, ask: failing });
    await look();
    expect(await state()).toEqual({ kind: 'running' });
    await askRingProbes({ ...work, ask: failing });
    const ticked = await look();
    expect(await state()).toMatchObject({ kind: 'paused', by: ['guard'] });
    expect(ticked?.reasons.map(({ text }) => text)).toContain(
      'a probe of the ring fails: shop: status 500, and not 200',
    );
    await look({ kind: 'resume', by: 'ada' });
    await askRingProbes({ ...work, ask: failing });
    await look();
    expect(await state()).toEqual({ kind: 'running' });
    expect(asked).toHaveLength(3);
  });
});
