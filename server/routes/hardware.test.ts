// The hardware of a fleet on a real database: models with what they run, what is newer, and what nobody asked.
import { beforeAll, expect, test } from 'vitest';
import { buildPurl } from '@suture/core/packages/purl.ts';
import type { OrganisationId } from '../store/database.ts';
import { installed, offered, report } from '../store/reports.fixture.ts';
import { useApi } from './api.fixture.ts';

const api = useApi();
let organisation: OrganisationId;
let viewer: Readonly<Record<string, string>>;
const ids: Record<string, string> = {};

const device = (name: string, version: string, vendor?: string) =>
  installed(name, version, {
    purl: buildPurl({ type: 'generic', namespace: 'firmware', name, version, qualifiers: { plugin: 'nvme' } }),
    ecosystem: undefined,
    ...(vendor === undefined ? {} : { origin: vendor }),
  });
const CLOSES = 'closes CVE-2026-0001; its vendor calls it critical; needs the machine plugged in and a reboot';
const ssd = (from: string, why = CLOSES) =>
  offered('Acme SSD 9', from, '3.0', { origin: 'lvfs', security: { is: true, why } });

beforeAll(async () => {
  organisation = await api().organisation();
  await api().person(organisation, 'hardy', 'viewer');
  viewer = await api().signedIn('hardy');
  const endpoint = async (name: string, ...fwupd: readonly Parameters<typeof report>[3][number][]): Promise<void> => {
    ids[name] = await api().endpoint(organisation, name, { os_id: 'debian', os_version: '12' });
    const packages = [installed('bash', '5.2')];
    const apt = { adapter: 'apt', packages, offers: [offered('bash', '5.2', '5.3')] };
    await report(api().store, organisation, ids[name], [apt, ...fwupd], '2026-11-20T12:00:00.000Z');
  };
  const dock = device('Acme Dock', '7', 'Acme');
  await endpoint('lap-1', {
    adapter: 'fwupd',
    packages: [device('Acme SSD 9', '1.0', 'Acme'), device('Acme SSD 9 #2', '3.0', 'Acme'), dock],
    offers: [ssd('1.0')],
  });
  await endpoint('lap-2', {
    adapter: 'fwupd',
    packages: [device('Acme SSD 9', '2.0', 'Acme'), dock],
    offers: [
      {
        ...ssd('2.0', 'closes CVE-2026-0001, CVE-2026-0002; its vendor calls it critical'),
        heldBack: { cause: 'unknown', why: 'the lid must be open' },
      },
    ],
  });
  await endpoint('lap-3', { adapter: 'fwupd', packages: [device('Acme SSD 9', '3.0', 'Acme')], offers: [] });
  await endpoint('lap-4', { adapter: 'fwupd', packages: [device('Nameless Camera', '1')] });
  await endpoint('srv-1');
});

const get = (path: string) => api().call('get', path, { as: viewer });

test('devices are counted by model, with the versions they run, what is newer and what it asks for; packages are none', async () => {
  const { status, body } = await get('/hardware');
  expect(status).toBe(200);
  expect(body.total).toBe(3);
  expect(body.items.map(({ model }: { model: string }) => model)).toEqual([
    'Acme SSD 9',
    'Nameless Camera',
    'Acme Dock',
  ]);
  expect(body.items[0]).toEqual({
    model: 'Acme SSD 9',
    vendor: 'Acme',
    endpoints: 3,
    newerOn: 2,
    unaskedOn: 0,
    versionCount: 3,
    versions: [
      { version: '3.0', endpoints: 2 },
      { version: '1.0', endpoints: 1 },
      { version: '2.0', endpoints: 1 },
    ],
    available: [
      {
        version: '3.0',
        endpoints: 2,
        heldOn: 1,
        held: [{ cause: 'unknown', why: 'the lid must be open' }],
        origins: ['lvfs'],
        security: 'yes',
        urgency: 'critical',
        closes: ['CVE-2026-0001', 'CVE-2026-0002'],
        closesMore: 0,
        needs: ['ac-power', 'reboot'],
      },
    ],
  });
});

test('a device whose channel nobody asked is not one without newer firmware', async () => {
  const { body } = await get('/hardware?q=endpoint:lap-4');
  expect(body.items).toMatchObject([
    { model: 'Nameless Camera', vendor: null, endpoints: 1, newerOn: 0, unaskedOn: 1 },
  ]);
});

test('a query narrows them to its endpoints, and pages come one after the other', async () => {
  const narrowed = await get('/hardware?q=endpoint:lap-2');
  expect(narrowed.body.items).toMatchObject([
    { model: 'Acme SSD 9', endpoints: 1 },
    { model: 'Acme Dock', endpoints: 1 },
  ]);
  const seen: string[] = [];
  let next: string | null = null;
  do {
    const { body } = await get(`/hardware?limit=1${next === null ? '' : `&cursor=${next}`}`);
    expect(body.total).toBe(3);
    seen.push(body.items[0].model);
    next = body.next;
  } while (next !== null && seen.length < 9);
  expect(seen).toEqual(['Acme SSD 9', 'Nameless Camera', 'Acme Dock']);
});

test('one endpoint tells its devices one by one; the second of two alike keeps its own name', async () => {
  const { status, body } = await get(`/endpoints/${ids['lap-1']}/hardware`);
  expect(status).toBe(200);
  expect(body.items).toMatchObject([
    { name: 'Acme Dock', update: 'none', available: [] },
    { name: 'Acme SSD 9 #2', model: 'Acme SSD 9', version: '3.0', update: 'none' },
    {
      name: 'Acme SSD 9',
      model: 'Acme SSD 9',
      vendor: 'Acme',
      version: '1.0',
      update: 'available',
      available: [{ version: '3.0', urgency: 'critical', closes: ['CVE-2026-0001'], needs: ['ac-power', 'reboot'] }],
    },
  ]);
  const none = await get(`/endpoints/${ids['srv-1']}/hardware`);
  expect(none.body).toEqual({ items: [], total: 0, next: null });
  expect((await get('/endpoints/00000000-0000-4000-8000-000000000000/hardware')).status).toBe(404);
});
