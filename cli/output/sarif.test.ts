// Tests the SARIF output by the rules of SARIF 2.1.0 and of GitHub's code scanning.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ScanDocument } from '../scan-document.ts';
import { finding, scan } from './exports.fixture.ts';
import { sarif } from './sarif.ts';

interface Result {
  readonly ruleId: string;
  readonly ruleIndex: number;
  readonly level: string;
  readonly message: { readonly text: string };
  readonly locations: readonly {
    readonly physicalLocation: {
      readonly artifactLocation: { readonly uri: string };
      readonly region: { readonly startLine: number };
    };
  }[];
  readonly partialFingerprints: { readonly primaryLocationLineHash: string };
  readonly properties: { readonly purl: string; readonly due: string | null };
}
interface Rule {
  readonly id: string;
  readonly shortDescription: { readonly text: string };
  readonly helpUri: string;
  readonly help: { readonly text: string };
  readonly properties: { readonly tags: readonly string[]; readonly 'security-severity'?: string };
}
interface Log {
  readonly $schema: string;
  readonly version: string;
  readonly runs: readonly {
    readonly tool: { readonly driver: { readonly name: string; readonly rules: readonly Rule[] } };
    readonly invocations: readonly {
      readonly executionSuccessful: boolean;
      readonly toolExecutionNotifications: readonly { readonly message: { readonly text: string } }[];
    }[];
    readonly results: readonly Result[];
  }[];
}

const runOf = (document: ScanDocument) => {
  const log = JSON.parse(sarif(document).text) as Log;
  const [run] = log.runs;
  if (run === undefined) throw new Error('no run');
  const { rules } = run.tool.driver;
  return { log, run, rules, results: run.results, notifications: run.invocations[0]?.toolExecutionNotifications ?? [] };
};

/** What SARIF and GitHub demand of any log, whatever was found. */
function expectWellFormed(document: ScanDocument): void {
  const { log, run, rules, results } = runOf(document);
  expect(log.version).toBe('2.1.0');
  expect(log.$schema).toContain('sarif-2.1.0');
  expect(log.runs).toHaveLength(1);
  expect(run.tool.driver.name).toBe('suture');
  expect(new Set(rules.map((rule) => rule.id)).size).toBe(rules.length);
  for (const rule of rules) {
    expect(rule.shortDescription.text.length).toBeLessThanOrEqual(1024);
    expect(URL.canParse(rule.helpUri)).toBe(true);
    expect(rule.help.text).not.toBe('');
    expect(rule.properties.tags.length).toBeLessThanOrEqual(20);
    expect(rule.properties['security-severity'] ?? '0.0').toMatch(/^(10|\d)\.\d$/);
  }
  for (const result of results) {
    expect(rules[result.ruleIndex]?.id).toBe(result.ruleId);
    expect(['error', 'warning', 'note']).toContain(result.level);
    expect(result.message.text).not.toBe('');
    expect(result.partialFingerprints.primaryLocationLineHash).toMatch(/^[0-9a-f]{32}:\d+$/);
    const [place] = result.locations;
    expect(place?.physicalLocation.artifactLocation.uri).toMatch(/^[\w%.~!*'()-]+(\/[\w%.~!*'()-]+)*$/);
    expect(place?.physicalLocation.region.startLine).toBe(1);
  }
  const prints = results.map((result) => result.partialFingerprints.primaryLocationLineHash);
  expect(new Set(prints).size).toBe(prints.length);
}

describe('the SARIF output', () => {
  it('is well formed, also without findings', () => {
    expectWellFormed(scan());
    expectWellFormed(scan([]));
  });

  it('is well formed whatever texts a finding has', () => {
    const text = fc.string({ unit: 'binary', maxLength: 20 });
    fc.assert(
      fc.property(text, text, text, text, (id, name, version, inventory) => {
        const one = { purl: name, name, version, arch: null };
        const document = scan([
          finding({ id, package: one, summary: id }),
          finding({ id, package: one }),
          finding({ id: name }),
        ]);
        expectWellFormed({ ...document, endpoint: { ...document.endpoint, inventory } });
      }),
      { numRuns: 30 },
    );
  });

  it('has a rule for each vulnerability and a result for each finding, most urgent first', () => {
    const { rules, results } = runOf(scan());
    expect(rules.map((rule) => [rule.id, rule.properties['security-severity'], rule.helpUri])).toEqual([
      ['CVE-2024-0001', '9.8', 'https://www.cve.org/CVERecord?id=CVE-2024-0001'],
      ['GHSA-aaaa-bbbb-cccc', undefined, 'https://github.com/advisories/GHSA-aaaa-bbbb-cccc'],
    ]);
    expect(rules[0]?.properties.tags).toContain('exploited');
    expect(results.map((result) => [result.ruleId, result.level])).toEqual([
      ['CVE-2024-0001', 'error'],
      ['CVE-2024-0001', 'error'],
      ['GHSA-aaaa-bbbb-cccc', 'warning'],
    ]);
    expect(results[0]?.message.text).toBe(
      'libssl3 3.0.11-1 is affected by CVE-2024-0001. Update openssl to 3.0.13-1 or later. Due 2026-11-10 (BOD 26-04: 3 days + forensics). It is being exploited.',
    );
  });

  it('places every result in the inventory, as a relative address', () => {
    const { results } = runOf(scan());
    expect(results[0]?.locations[0]?.physicalLocation.artifactLocation.uri).toBe('lists/web%201.status');
    const local = scan();
    const uri = runOf({ ...local, endpoint: { ...local.endpoint, inventory: 'this machine' } }).results[0]
      ?.locations[0];
    expect(uri?.physicalLocation.artifactLocation.uri).toBe('this%20machine');
  });

  it.each([
    ['high', 'affected', null, 'error'],
    ['medium', 'affected', null, 'warning'],
    ['low', 'affected', null, 'note'],
    ['unknown', 'affected', null, 'warning'],
    ['critical', 'unimportant', null, 'note'],
    ['low', 'affected', { added: '2026-01-01', ransomware: false }, 'error'],
  ] as const)('of severity %s, state %s and exploitation %j has the level %s', (severity, state, exploited, level) => {
    expect(runOf(scan([finding({ severity, state, exploited })])).results[0]?.level).toBe(level);
  });

  it('keeps a fingerprint when the package has moved to another affected version', () => {
    const print = (version: string) =>
      runOf(scan([finding({ package: { purl: `pkg:deb/debian/a@${version}`, name: 'a', version, arch: 'amd64' } })]))
        .results[0]?.partialFingerprints;
    expect(print('1.0-1')).toEqual(print('1.0-2'));
  });

  it('keeps the 5,000 most urgent of more, and says so in the log and to the person', () => {
    const many = Array.from({ length: 5003 }, (_, index) =>
      finding({
        id: `CVE-2024-${10_000 + index}`,
        deadline: {
          due: index % 2 === 0 ? null : '2026-12-01',
          rule: 'r',
          overdueDays: null,
          forensics: false,
          reasons: [],
        },
      }),
    );
    const { note } = sarif(scan(many));
    const { results, notifications } = runOf(scan(many));
    expect(results).toHaveLength(5000);
    expect(results.filter((result) => result.properties.due !== null)).toHaveLength(2501);
    expect(note).toContain('5000 most urgent of 5003');
    expect(notifications.map(({ message }) => message.text)).toContain(note);
    expect(sarif(scan()).note).toBeUndefined();
  });

  it('says what could not be known and which feeds are stale', () => {
    expect(runOf(scan()).notifications.map(({ message }) => message.text)).toEqual([
      '2 packages: no feed covers pkg:generic',
      'feed osv:Debian is 490 hours old',
    ]);
  });
});
