// `suture catalog` on the sample: products of several channels, one's own list, and what is wrong with it.
import { beforeAll, expect, it } from 'vitest';
import { type Sample, sample } from '../sample.fixture.ts';

let world: Sample;
beforeAll(async () => {
  world = await sample('winget', 'homebrew', 'endoflife', 'kev');
});

const OWN = `products:
  - id: example-browser
    name: Example Browser
    vendor: Examplix
    winget: Examplix.Browser
    cask: example-browser
    lifecycle: examplix
    exploited: { vendor: examplix, product: Browser* }
`;

it('a product of an index goes by its channel and id, and is no other channel’s product of that name', async () => {
  const { code, out } = await world.run(['catalog', 'ls', 'example', 'browser', '--json']);
  expect(code).toBe(0);
  const { items } = JSON.parse(out) as { items: { id: string }[] };
  expect(items.map(({ id }) => id)).toEqual(['cask:example-browser', 'winget:Examplix.Browser']);
});

it('a list of one’s own says that both are one product, with its vendor and support', async () => {
  const overlay = world.write('own.yaml', OWN);
  const { out } = await world.run(['catalog', 'ls', 'examplix', '--overlay', overlay, '--json']);
  const { items } = JSON.parse(out) as { items: { id: string; vendor: string; listings: { channel: string }[] }[] };
  expect(items.map(({ id, vendor, listings }) => [id, vendor, listings.map(({ channel }) => channel)])).toEqual([
    ['example-browser', 'Examplix', ['cask', 'winget']],
  ]);
  const shown = await world.run(['catalog', 'show', 'Examplix.Browser', '--overlay', overlay]);
  expect(shown.out).toContain('Example Browser by Examplix (example-browser)');
  expect(shown.out).toMatch(/^ {2}winget {5}Examplix\.Browser {2}131\.0, since 2025-06-20$/m);
  expect(shown.out).toMatch(/^ {2}cask {7}example-browser {2}131\.0, updates itself$/m);
});

it('what is known to be exploited of a product is shown, and that it is not known where nobody has said', async () => {
  const overlay = world.write('own.yaml', OWN);
  const { out } = await world.run(['catalog', 'show', 'example-browser', '--overlay', overlay]);
  expect(out).toContain('  1 vulnerability of it is known to be exploited, in one version or another:\n');
  expect(out).toContain('    CVE-2099-5001  since 2025-01-14  Example Spooler Elevation of Privilege\n');
  const other = world.write('other.yaml', OWN.replace('Browser*', 'Browser'));
  expect((await world.run(['catalog', 'show', 'example-browser', '--overlay', other])).out).toContain(
    'Nothing of it is known to be exploited.',
  );
  const json = await world.run(['catalog', 'show', 'example-browser', '--overlay', overlay, '--json']);
  expect(JSON.parse(json.out)).toMatchObject({ vulnerabilities: { exploited: [{ cve: 'CVE-2099-5001' }] } });
  const without = await world.run([
    'catalog',
    'show',
    'example-browser',
    '--overlay',
    overlay,
    '--db',
    '/nonexistent/x.db',
  ]);
  expect(without.out).toContain('What of it is known to be exploited is not in the advisory database');
});

it('its fixes are those of each release of the distributions that have it, with what nobody has fixed there', async () => {
  const fixed = await sample('debian-tracker', 'osv:Debian', 'vulnrichment');
  const overlay = fixed.write('own.yaml', `${OWN}    deb: examplelib\n`);
  const { code, out } = await fixed.run(['catalog', 'show', 'example-browser', '--overlay', overlay]);
  expect(code).toBe(0);
  expect(out).toContain(
    '    Debian:12  examplelib 1.2.3-4+deb12u1  closes CVE-2099-1001, CVE-2099-1009 (critical, 2025-03-05)',
  );
  expect(out).toMatch(/Debian:12 .*; without a fix: CVE-2099-1002/);
  expect(out.indexOf('Debian:13')).toBeLessThan(out.indexOf('Debian:12'));
  const json = await fixed.run(['catalog', 'show', 'example-browser', '--overlay', overlay, '--json']);
  const { vulnerabilities } = JSON.parse(json.out) as { vulnerabilities: { fixes: { ecosystem: string }[] } };
  expect(vulnerabilities.fixes.map(({ ecosystem }) => ecosystem)).toEqual(['Debian:13', 'Debian:12']);
  const without = await world.run(['catalog', 'show', 'example-browser', '--overlay', overlay]);
  expect(without.out).toContain('No advisory in the database is on it by a name that the catalog has');
});

it('a list with a fault is not used, and its place is named', async () => {
  const overlay = world.write('bad.yaml', OWN.replace('vendor: Examplix', 'vendr: Examplix'));
  for (const args of [
    ['catalog', 'check', '--overlay', overlay],
    ['catalog', 'ls', '--overlay', overlay],
  ]) {
    const { code, err } = await world.run(args);
    expect(code).not.toBe(0);
    expect(err).toContain('products[0].vendr: unknown field');
  }
  expect(await world.run(['catalog', 'check'])).toMatchObject({ code: 0, out: expect.stringMatching(/no fault\.\n$/) });
});

it('without a database the curated products are there, and what is missing is said', async () => {
  const { code, out } = await world.run(['catalog', 'show', 'firefox', '--db', '/nonexistent/x.db']);
  expect(code).toBe(0);
  expect(out).toContain('There is no advisory database to read versions from');
  expect(await world.run(['catalog', 'show', 'nothing-like-it'])).toMatchObject({ code: 1 });
});
