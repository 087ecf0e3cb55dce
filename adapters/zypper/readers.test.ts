// The zypper adapter's readers: XML as zypper writes it, XML as an attacker would, and tables.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseLocks, patchedPackagesIn, patchesIn, processesIn, rebootIn, repositoriesIn, updatesIn } from './parse.ts';
import { planIn } from './plan.ts';
import { parseXml, type Element } from './xml.ts';

const rootOf = (text: string): Element => {
  const xml = parseXml(text);
  if (!xml.ok) throw new Error(xml.why);
  return xml.root;
};

describe('the XML reader', () => {
  test('reads elements, attributes in both quotes, text, CDATA, comments and XML’s own entities', () => {
    const root = rootOf(
      `<?xml version='1.0'?><!-- a <b> --><a x="1 &gt; 0" y='"'>t&amp;<b/><![CDATA[<&>]]>&#x682A;&#49;</a>\n`,
    );
    expect([...root.attributes]).toEqual([
      ['x', '1 > 0'],
      ['y', '"'],
    ]);
    expect(root.text).toBe('t&<&>株1');
    expect(root.children.map(({ name }) => name)).toEqual(['b']);
  });

  test.each([
    ['a bomb of entities', '<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;">]><a>&c;</a>'],
    ['a file as entity', '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'],
    ['an entity of nobody', '<a>&nbsp;</a>'],
    ['an entity without end', '<a>&amp</a>'],
    ['a character that is none', '<a>&#xD800;</a>'],
    ['tags that do not pair', '<a><b></a></b>'],
    ['text behind the end', '<a/>x'],
    ['two roots', '<a/><b/>'],
    ['a tag cut off', '<a><b x="1'],
    ['an element cut off', '<a><b>'],
    ['the same attribute twice', '<a x="1" x="2"/>'],
    ['nothing', ''],
    ['no XML', 'Segmentation fault'],
    ['a comment without end', '<a><!-- </a>'],
    ['ten thousand levels', '<a>'.repeat(10_000)],
  ])('refuses %s', (_, text) => {
    expect(parseXml(text)).toMatchObject({ ok: false });
  });

  test('never throws, and reads back what was written', () => {
    const escape = (text: string): string =>
      text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'binary' }), (value, junk) => {
        const root = rootOf(`<a x="${escape(value)}">${escape(value)}</a>`);
        expect([root.attributes.get('x'), root.text]).toEqual([value, value]);
        parseXml(junk);
        parseXml(`<a>${junk}</a>`);
        parseXml(`<a ${junk}/>`);
      }),
    );
  });

  test('never throws on tags in any order', () => {
    const piece = fc.constantFrom(
      '<',
      '>',
      '/',
      '<a',
      '</a>',
      ' x=',
      '"',
      "'",
      '&',
      ';',
      '<!--',
      '-->',
      '<![CDATA[',
      ']]>',
      '<?',
      '?>',
      '<!DOCTYPE',
      'a',
      '株',
      '\u001B[1m',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (parts) => {
        const xml = parseXml(parts.join(''));
        expect(typeof xml.ok).toBe('boolean');
      }),
    );
  });
});

describe('what zypper writes', () => {
  test('an update whose name or version is none is counted, not taken', () => {
    const update = (name: string, edition: string): string =>
      `<update kind="package" name="${name}" edition="${edition}" arch="noarch" edition-old="1-1"/>`;
    const root = rootOf(
      `<stream>${update('--eval', '1-1')}${update('good', '1 2')}${update('good', '2-1')}<update kind="patch" name="x"/></stream>`,
    );
    expect(updatesIn(root)).toEqual({
      items: [{ name: 'good', arch: 'noarch', installed: '1-1', candidate: '2-1', repository: 'unknown' }],
      unread: 2,
    });
    expect(patchesIn(root).unread).toBe(1);
    expect(repositoriesIn(rootOf('<r><repo alias="-x y" enabled="1"/><repo alias="a:b_1" enabled="0"/></r>'))).toEqual({
      items: [{ alias: 'a:b_1', enabled: false }],
      unread: 1,
    });
  });

  test('the packages of a patch, with the architecture SUSE writes after the name', () => {
    const text =
      'Name        : SUSE-2026-1\nProvides    : patch:SUSE-2026-1 = 1\nConflicts   : [3]\n    libopenssl1_1.x86_64 &lt; 1.1.1w-2\n    python3.11 &lt; 3.11.1-1\n    srcpackage:openssl &lt; 1\n';
    expect(patchedPackagesIn(rootOf(`<s><message type="info">${text}</message></s>`))).toEqual([
      { patch: 'SUSE-2026-1', name: 'libopenssl1_1', version: '1.1.1w-2' },
      { patch: 'SUSE-2026-1', name: 'python3.11', version: '3.11.1-1' },
    ]);
  });

  test('the table of processes, with and without a service, and nothing where there is neither table nor word', () => {
    const table = [
      'PID | PPID | UID | User | Command    | Service',
      '----+------+-----+------+------------+--------',
      '10  | 1    | 0   | root | sshd       | sshd',
      '11  | 1    | 0   | root | x (deleted) | ',
      'garbage',
    ].join('\n');
    expect(processesIn(rootOf(`<stream>\n${table}\n</stream>`))).toEqual({
      items: [
        { pid: 10, command: 'sshd', service: 'sshd' },
        { pid: 11, command: 'x (deleted)', service: undefined },
      ],
      unread: 1,
    });
    expect(processesIn(rootOf('<stream></stream>'))).toBeUndefined();
    expect(rebootIn(rootOf('<stream></stream>'))).toBeUndefined();
  });

  test('a plan with a part of an unknown kind does not pass for whole', () => {
    const solvable = '<solvable type="package" name="a" edition="1-1" arch="noarch"/>';
    const plan = planIn(
      rootOf(
        `<s><install-summary download-size="x"><to-vanish>${solvable}</to-vanish><to-install>${solvable}</to-install></install-summary></s>`,
      ),
    );
    expect(plan?.rows).toMatchObject({ items: [{ kind: 'install', name: 'a' }], unread: 1 });
    expect(plan?.bytesToDownload).toBeUndefined();
  });

  test('locks of packages, by name or pattern', () => {
    const text =
      '\ntype: package\nmatch_type: glob\nsolvable_name: lab-conf\n\ntype: patch\nsolvable_name: SUSE-1\n\n\nsolvable_name: kernel*\nversion: > 5\n';
    expect(parseLocks(text)).toEqual(['lab-conf', 'kernel*']);
  });
});
