// Root's policy file: what it allows, and that whatever is wrong with it forbids everything and says why.
import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { localPolicy } from '@suture/protocol/agent/local-policy.ts';
import { allows, readLocalPolicy } from './local-policy.ts';

const base = mkdtempSync(join(tmpdir(), 'suture-policy-'));
afterAll(() => rmSync(base, { recursive: true, force: true }));
const us = process.geteuid?.() ?? 0;

let folders = 0;
let folder: string;
let file: string;
beforeEach(() => {
  folder = join(base, String((folders += 1)));
  mkdirSync(folder, { mode: 0o755 });
  file = join(folder, 'policy.yaml');
});

async function reading(text: string) {
  writeFileSync(file, text, { mode: 0o644 });
  const policy = await readLocalPolicy(file, us);
  // Whatever it is, the server is told it in its own schema.
  expect(localPolicy.safeParse(policy).success).toBe(true);
  return policy;
}

test('no file is no veto', async () => {
  expect(await readLocalPolicy(file, us)).toEqual({ state: 'none' });
  expect(allows({ state: 'none' }, 'refresh-indexes')).toEqual({ ok: true });
});

test('rules are read as they are written; the digest is over the bytes', async () => {
  const text = `observe-only: false\nverbs: [refresh-indexes]\nmaintenance-windows:\n  - Sat 22:00 + 4h Europe/Berlin\npinned: [postgresql-15]\n`;
  expect(await reading(text)).toEqual({
    state: 'in-force',
    digest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
    observeOnly: false,
    verbs: ['refresh-indexes'],
    maintenanceWindows: ['Sat 22:00 + 4h Europe/Berlin'],
    pinned: ['postgresql-15'],
    pinnedCount: 1,
  });
});

test('how package files are fetched is read in bytes a second', async () => {
  const text = `downloads:\n  from: http://10.1.0.5:7480\n  kilobytes-per-second: 2000\n`;
  const downloads = { from: 'http://10.1.0.5:7480', bytesPerSecond: 2_000_000 };
  expect(await reading(text)).toMatchObject({ state: 'in-force', downloads });
  for (const wrong of ['https://10.1.0.5', 'http://a b', 'http://a/b?c', '10.1.0.5:7480'])
    expect(await reading(`downloads: {from: "${wrong}"}\n`)).toMatchObject({ state: 'unreadable' });
});

test('a file of comments alone allows everything', async () => {
  const policy = await reading('# observe-only: true\n');
  expect(policy).toMatchObject({ state: 'in-force', observeOnly: false });
  expect(allows(policy, 'refresh-indexes').ok).toBe(true);
});

test('observe-only and a verb that is not listed are refused with the reason', async () => {
  expect(allows(await reading('observe-only: true\nverbs: [refresh-indexes]\n'), 'refresh-indexes')).toEqual({
    ok: false,
    why: 'the policy of this machine says observe-only',
  });
  expect(allows(await reading('verbs: []\n'), 'refresh-indexes')).toMatchObject({ ok: false });
});

describe('observe-only, with the reason, is what comes of', () => {
  const broken: Readonly<Record<string, string>> = {
    'a rule misspelt': 'observe_only: true\n',
    'a rule of another type': 'observe-only: "yes"\n',
    'a rule given twice': 'observe-only: true\nobserve-only: false\n',
    'a list instead of rules': '- observe-only\n',
    'a word instead of rules': 'observe-only\n',
    'YAML that breaks off': 'verbs: [refresh-indexes\n',
    'an alias': 'verbs: &a [x]\npinned: *a\n',
    'a prototype': '__proto__: {observe-only: false}\n',
    'two documents': 'observe-only: false\n---\nobserve-only: true\n',
    'a verb with a space': 'verbs: ["refresh indexes"]\n',
    'more than is read': `# ${'x'.repeat(70_000)}\n`,
    'other bytes than UTF-8': '',
  };
  test.each(Object.entries(broken))('%s', async (name, text) => {
    if (name === 'other bytes than UTF-8') writeFileSync(file, Buffer.from([0x23, 0xff, 0xfe, 0x0a]));
    const policy = text === '' ? await readLocalPolicy(file, us) : await reading(text);
    expect(policy).toMatchObject({ state: 'unreadable', why: expect.stringContaining('policy.yaml') });
    expect(allows(policy, 'refresh-indexes')).toMatchObject({
      ok: false,
      why: expect.stringContaining('observe-only: '),
    });
  });

  test('a file or folder that others may write', async () => {
    await reading('observe-only: false\n');
    chmodSync(file, 0o666);
    expect(await readLocalPolicy(file, us)).toMatchObject({
      state: 'unreadable',
      why: expect.stringContaining('others than root'),
    });
    chmodSync(file, 0o644);
    chmodSync(folder, 0o777);
    expect(await readLocalPolicy(file, us)).toMatchObject({
      state: 'unreadable',
      why: expect.stringContaining('folder'),
    });
  });

  test('a file of another owner', async () => {
    await reading('observe-only: false\n');
    expect(await readLocalPolicy(file, us + 1)).toMatchObject({
      why: expect.stringContaining('does not belong to root'),
    });
  });

  test.skipIf(us !== 0)('a file of another owner in fact (skipped unless root)', async () => {
    await reading('observe-only: false\n');
    chownSync(file, 65_534, 65_534);
    expect(await readLocalPolicy(file)).toMatchObject({ why: expect.stringContaining('does not belong to root') });
  });

  test('a link, and a folder', async () => {
    writeFileSync(join(folder, 'other.yaml'), 'observe-only: false\n');
    symlinkSync(join(folder, 'other.yaml'), file);
    expect(await readLocalPolicy(file, us)).toMatchObject({
      state: 'unreadable',
      why: expect.stringContaining('is a link'),
    });
    rmSync(file);
    mkdirSync(file);
    expect(await readLocalPolicy(file, us)).toMatchObject({ state: 'unreadable' });
  });
});
