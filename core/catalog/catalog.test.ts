// Which product an installed package is: exact in channels with ids, by name and publisher elsewhere, never across vendors.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Package } from '../packages/package.ts';
import { buildCatalog, channelOf, identify } from './catalog.ts';
import { isNamed, plainName, plainVendor } from './names.ts';
import { exploitedOf } from './exploited.ts';
import { readOverlay } from './overlay.ts';
import type { Channel, Listing } from './product.ts';

const listing = (channel: Channel, id: string, name: string, version = '1.0'): Listing => ({
  channel,
  id,
  name,
  version,
  changed: undefined,
  installsAs: [],
  updatesItself: false,
  isDeprecated: false,
});
const pkg = (name: string, origin?: string, over: Partial<Package> = {}): Package => ({
  purl: `pkg:generic/${encodeURIComponent(name)}@1.0`,
  ecosystem: undefined,
  name,
  version: '1.0',
  arch: undefined,
  source: { name, version: '1.0' },
  ...(origin === undefined ? {} : { origin }),
  ...over,
});
const overlay = (products: readonly object[]) => {
  const read = readOverlay({ products });
  if (!read.ok) throw new Error(JSON.stringify(read.faults));
  return read.products;
};

// Products of one name and of different makers, as winget's index really has them.
const namesakes = [
  listing('winget', 'Alex313031.Thorium', 'Thorium'),
  listing('winget', 'EDRLab.Thorium', 'Thorium'),
  listing('winget', 'KDE.Dolphin', 'Dolphin'),
  listing('winget', 'DolphinEmulator.Dolphin', 'Dolphin'),
  listing('winget', 'Adobe.Brackets', 'Brackets'),
  listing('winget', 'brackets-cont.brackets', 'Brackets'),
  listing('winget', 'Cockos.REAPER', 'REAPER'),
  listing('winget', 'ScytheLabs.Reaper', 'Reaper'),
  listing('winget', 'Discord.Discord', 'Discord'),
  listing('winget', 'SlackTechnologies.Slack', 'Slack'),
];
const named = (name: string, origin?: string) => {
  const found = identify(buildCatalog([], namesakes), 'windows-programs', pkg(name, origin));
  return found.kind === 'product' ? found.product : found.why;
};

describe('a program of the registry', () => {
  it.each([
    ['Thorium', 'EDRLab', 'winget:EDRLab.Thorium'],
    ['REAPER (x64)', 'Cockos Incorporated', 'winget:Cockos.REAPER'],
    ['Discord', 'Discord Inc.', 'winget:Discord.Discord'],
    ['Slack', 'Slack Technologies Inc.', 'winget:SlackTechnologies.Slack'],
    ['Dolphin 5.0.1', 'KDE e.V.', 'winget:KDE.Dolphin'],
  ])('%s of %s is %s', (name, publisher, product) => {
    expect(named(name, publisher)).toBe(product);
  });

  it.each([
    ['Thorium', 'The Chromium Authors'],
    ['Brackets', 'brackets.io'],
    ['Reaper', 'Some Game Studio'],
    ['Dolphin', 'Dolphin Team'],
    ['Discord', 'Discard Inc.'],
  ])('%s of %s is nobody’s, although a product has that name', (name, publisher) => {
    expect(named(name, publisher)).toBe(`no channel has "${name}" of ${publisher}`);
  });

  it('without a publisher is unmanaged, and says why', () => {
    expect(named('Discord')).toBe('"Discord" names no publisher, and a name alone does not tell products apart');
  });

  it('that two products of one maker could be is neither', () => {
    const catalog = buildCatalog(
      [],
      [listing('winget', 'Acme.Tool', 'Tool'), listing('winget', 'Acme.Tool.Beta', 'Tool')],
    );
    expect(identify(catalog, 'windows-programs', pkg('Tool', 'Acme'))).toEqual({
      kind: 'unmanaged',
      why: 'several products have that name and publisher: winget:Acme.Tool, winget:Acme.Tool.Beta',
    });
  });

  it('is what its curated pattern says, of the right maker only', () => {
    const catalog = buildCatalog(
      overlay([
        { id: 'firefox', name: 'Firefox', vendor: 'Mozilla', program: 'Mozilla Firefox (*' },
        { id: 'chrome', name: 'Chrome', vendor: 'Google', program: { name: 'Google Chrome', publisher: 'Google LLC' } },
      ]),
      [],
    );
    const of = (name: string, publisher: string) => identify(catalog, 'windows-programs', pkg(name, publisher)).kind;
    expect(of('Mozilla Firefox (x64 de)', 'Mozilla')).toBe('product');
    expect(of('Mozilla Firefox (x64 de)', 'Mozi11a')).toBe('unmanaged');
    expect(of('Google Chrome', 'Google Inc.')).toBe('product');
    expect(of('Google Chrome Extension Pack', 'Google LLC')).toBe('unmanaged');
  });
});

describe('a package of a channel with ids', () => {
  const catalog = buildCatalog(
    overlay([
      {
        id: 'firefox',
        name: 'Firefox',
        vendor: 'Mozilla',
        winget: 'Mozilla.Firefox',
        cask: 'firefox',
        deb: 'firefox',
        flatpak: 'org.mozilla.firefox',
      },
    ]),
    [
      listing('winget', 'Mozilla.Firefox', 'Mozilla Firefox', '153.0'),
      listing('cask', 'firefox', 'Mozilla Firefox'),
      listing('winget', 'Git.Git', 'Git'),
    ],
  );

  it('is its product, whatever the channel, and the product has the listings of all', () => {
    for (const [adapter, name, over] of [
      ['winget', 'mozilla.firefox', {}],
      ['apt', 'firefox', {}],
      ['flatpak', 'org.mozilla.firefox', {}],
      ['homebrew', 'firefox', { purl: 'pkg:brew/cask/firefox@1' }],
      ['apt', 'firefox-l10n-de', { source: { name: 'firefox', version: '1' } }],
    ] as const)
      expect(identify(catalog, adapter, pkg(name, undefined, over))).toMatchObject({
        kind: 'product',
        product: 'firefox',
      });
    expect(catalog.products.get('firefox')?.listings.map(({ channel, version }) => `${channel} ${version}`)).toEqual([
      'winget 153.0',
      'cask 1.0',
    ]);
  });

  it('is not another channel’s product of that id', () => {
    // A formula, not the cask; and a library of that name.
    expect(
      identify(catalog, 'homebrew', pkg('firefox', 'homebrew/core', { purl: 'pkg:brew/firefox@1' })),
    ).toMatchObject({ kind: 'unmanaged' });
    expect(identify(catalog, 'npm', pkg('firefox'))).toEqual({
      kind: 'unmanaged',
      why: 'what npm installs is not in the catalog',
    });
    expect(channelOf('winget', { purl: 'x', origin: 'msstore' })).toBe('store');
  });

  it('that nobody curated is a product of its own', () => {
    expect(identify(catalog, 'winget', pkg('Git.Git'))).toMatchObject({ product: 'winget:Git.Git' });
    expect(identify(catalog, 'winget', pkg('Nobody.Knows'))).toEqual({
      kind: 'unmanaged',
      why: 'no product of the catalog is winget "Nobody.Knows"',
    });
  });
});

describe('the curated list', () => {
  const product = { id: 'a', name: 'A', vendor: 'V', winget: 'V.A' };
  it.each<[string, unknown, string]>([
    ['no list', {}, 'products: a list of products is needed'],
    [
      'another field beside it',
      { products: [], include: 'x' },
      'include: unknown; only products and repology are known here',
    ],
    ['an unknown field', { products: [{ ...product, wingett: 'x' }] }, 'products[0].wingett: unknown field'],
    [
      'no vendor',
      { products: [{ ...product, vendor: '' }] },
      'products[0].vendor: is needed: it keeps products of one name apart',
    ],
    [
      'an id with a space',
      { products: [{ ...product, id: 'a b' }] },
      'products[0].id: is needed, of small letters, digits, dots, plus and hyphens',
    ],
    [
      'one id twice',
      { products: [product, { ...product, winget: 'V.B' }] },
      'products[1].id: "a" is the id of products[0] too',
    ],
    [
      'one identity twice',
      { products: [product, { ...product, id: 'b', winget: 'v.a' }] },
      'products[1]: winget "v.a" belongs to a already',
    ],
    [
      'no channel',
      { products: [{ id: 'a', name: 'A', vendor: 'V' }] },
      'products[0]: names no channel, so nothing could ever be it',
    ],
    [
      'a pattern of everything',
      { products: [{ ...product, program: '*' }] },
      'products[0].program: "*" would match almost anything',
    ],
    [
      'a list in a list',
      { products: [{ ...product, deb: [['x']] }] },
      'products[0].deb: is a text, or a list of texts',
    ],
    [
      'advisories that are no package',
      { products: [{ ...product, advisories: 'npm' }] },
      'products[0].advisories: "npm" does not read as ECOSYSTEM:PACKAGE',
    ],
  ])('with %s is refused, with the place', (_, value, fault) => {
    const read = readOverlay(value);
    expect(read.ok ? [] : read.faults.map(({ at, problem }) => `${at}: ${problem}`)).toContain(fault);
  });

  it('never throws, whatever it holds', () => {
    fc.assert(
      fc.property(
        fc.anything(),
        fc.array(fc.dictionary(fc.constantFrom('id', 'name', 'vendor', 'program', 'deb', '__proto__'), fc.anything())),
        (any, products) => {
          readOverlay(any);
          expect(readOverlay({ products })).toHaveProperty('ok');
        },
      ),
    );
  });
});

describe('names', () => {
  it.each([
    ['Mozilla Firefox (x64 de)', 'mozilla firefox'],
    ['7-Zip 24.08 (x64)', '7 zip'],
    ['Notepad++ (64-bit x64)', 'notepad++'],
    ['微信', '微信'],
    ['C#', 'c#'],
  ])('%s is %s', (name, plain) => {
    expect(plainName(name)).toBe(plain);
  });

  it.each([
    ['Discord Inc.', 'discord'],
    ['KDE e.V.', 'kde'],
    ['Müller & Söhne GmbH', 'müllersöhne'],
    ['Inc.', ''],
  ])('the maker %s is %s', (vendor, plain) => {
    expect(plainVendor(vendor)).toBe(plain);
  });

  it('patterns match whole names, and long ones in no time', () => {
    expect(isNamed('Python 3.* (*-bit)', 'Python 3.12.1 (64-bit)')).toBe(true);
    expect(isNamed('Python 3.* (*-bit)', 'My Python 3.12.1 (64-bit)')).toBe(false);
    expect(isNamed('a*a', 'a')).toBe(false);
    expect(isNamed('*a'.repeat(100), 'a'.repeat(20_000))).toBe(true);
    fc.assert(fc.property(fc.string(), (name) => isNamed(name.replaceAll('*', ''), name.replaceAll('*', ''))));
  });
});

describe('what is exploited of a product', () => {
  const read = (exploited: unknown) =>
    readOverlay({ products: [{ id: 'mail', name: 'Mail', vendor: 'Examplix', deb: 'mail', exploited }] });

  it('goes by vendor and product, whatever the case, and never by one alone', () => {
    const found = read({ vendor: 'Examplix', product: ['Mailer*', 'Reader'] });
    const product = found.ok ? found.products[0] : undefined;
    expect(product?.exploited).toEqual([
      { vendor: 'Examplix', product: 'Mailer*' },
      { vendor: 'Examplix', product: 'Reader' },
    ]);
    const entry = (vendor: string, name: string) => ({
      cve: 'CVE-2099-0001',
      vendor,
      product: name,
      name: '',
      added: '',
    });
    const list = [
      entry('EXAMPLIX', 'mailer and Reader'),
      entry('Examplix', 'Reader'),
      entry('Examplix', 'Reader Pro'),
      entry('Other', 'Mailer'),
    ];
    expect(exploitedOf(product ?? { exploited: [] }, list)).toEqual(list.slice(0, 2));
  });

  it.each([
    [{ vendor: 'Examplix' }],
    [{ vendor: 'Examplix', product: '*' }],
    [{ vendor: 'x', product: 'abc', more: 1 }],
    ['abc'],
  ])('written as %j is a fault', (exploited) => {
    expect(read(exploited)).toMatchObject({ ok: false, faults: [{ at: 'products[0].exploited' }] });
  });
});
