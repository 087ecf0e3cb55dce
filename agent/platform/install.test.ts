// What installing and taking out change on a machine, and what they refuse before they change anything.
import { existsSync, mkdirSync, readFileSync, readlinkSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { install } from './install.ts';
import { machineForTests, type Answers, type MachineForTests } from './machine.fixture.ts';
import type { Machine } from './machine.ts';
import { uninstall } from './uninstall.ts';

const passwd = 'suture-agent:x:997:996::/var/lib/suture-agent:/usr/sbin/nologin\n';
const hasUser: Answers = { 'getent passwd suture-agent': [0, passwd] };
const made: MachineForTests[] = [];
const newMachine = (answers: Answers = hasUser, over: Partial<Machine> = {}): MachineForTests => {
  const machine = machineForTests(answers, over);
  made.push(machine);
  return machine;
};
const at = (machine: MachineForTests, path: string): string => join(machine.root, path);
const program = '/usr/local/lib/suture-agent/agent.mjs';
const unit = '/etc/systemd/system/suture-agent.service';

afterEach(() => {
  for (const { root } of made.splice(0)) rmSync(root, { recursive: true, force: true });
});

test('the programs, the command, the units and an empty policy are laid, then the units are enabled and started', async () => {
  const machine = newMachine();
  await install(machine);
  expect(readFileSync(at(machine, program), 'utf8')).toBe('#!/usr/local/lib/suture-agent/node\nlet it;\n');
  expect(statSync(at(machine, program)).mode & 0o777).toBe(0o755);
  expect(statSync(at(machine, '/usr/local/lib/suture-agent/node')).mode & 0o111).toBe(0o111);
  expect(readlinkSync(at(machine, '/usr/local/bin/suture-agent'))).toBe(program);
  expect(readFileSync(at(machine, unit), 'utf8')).toContain(
    `ExecStart=/usr/local/lib/suture-agent/node ${program} run\n`,
  );
  expect(readFileSync(at(machine, '/etc/suture/policy.yaml'), 'utf8')).toMatch(/^(#.*\n|\n)+$/u);
  expect(statSync(at(machine, '/var/lib/suture-agent')).mode & 0o777).toBe(0o700);
  expect(machine.ran).toEqual([
    'getent passwd suture-agent',
    'getent passwd suture-agent',
    'systemctl daemon-reload',
    'systemctl enable --quiet suture-executor.socket suture-agent.service',
    'systemctl start suture-executor.socket',
    'systemctl restart suture-agent.service',
  ]);
});

test('a policy that someone wrote is left as it is', async () => {
  const machine = newMachine();
  mkdirSync(at(machine, '/etc/suture'), { recursive: true });
  writeFileSync(at(machine, '/etc/suture/policy.yaml'), 'observe-only: true\n');
  await install(machine);
  await install(machine);
  expect(readFileSync(at(machine, '/etc/suture/policy.yaml'), 'utf8')).toBe('observe-only: true\n');
});

test('a user that is root or unknown to the system is not taken', async () => {
  const asRoot = newMachine({ 'getent passwd suture-agent': [0, 'suture-agent:x:0:0::/:/bin/sh\n'] });
  await expect(install(asRoot)).rejects.toThrow('is not one that an agent could run as');
  expect(existsSync(at(asRoot, program))).toBe(false);
  const unmade = newMachine({ 'getent passwd suture-agent': 2 });
  await expect(install(unmade)).rejects.toThrow('getent passwd suture-agent failed: it says why');
  expect(unmade.ran.filter((words) => words.startsWith('useradd --system'))).toHaveLength(1);
});

const elsewhere: readonly [string, (machine: MachineForTests) => Partial<Machine>, string][] = [
  ['without root', () => ({ isRoot: false }), 'one has to be root'],
  ['on macOS', () => ({ platform: 'darwin' }), 'launchd'],
  ['on Windows', () => ({ platform: 'win32' }), 'service'],
  ['from a clone', (machine) => ({ running: machine.root }), 'not a packed agent'],
];
test.each(elsewhere)('%s it refuses before anything is changed', async (_where, over, why) => {
  const machine = newMachine();
  await expect(install({ ...machine, ...over(machine) })).rejects.toThrow(why);
  expect(machine.ran).toEqual([]);
  expect(existsSync(at(machine, '/usr'))).toBe(false);
});

test('where OpenRC or nothing runs the system, it says what to do instead', async () => {
  const machine = newMachine();
  rmSync(at(machine, '/run/systemd'), { recursive: true });
  await expect(install(machine)).rejects.toMatchObject({
    remedy: expect.stringContaining('/usr/local/bin/suture-agent run'),
  });
  mkdirSync(at(machine, '/run/openrc'));
  await expect(install(machine)).rejects.toThrow('OpenRC');
});

test('beside the package it neither installs nor takes out', async () => {
  const machine = newMachine();
  mkdirSync(at(machine, '/usr/lib/suture-agent'), { recursive: true });
  writeFileSync(at(machine, '/usr/lib/suture-agent/agent.mjs'), '');
  await expect(install(machine)).rejects.toThrow('by its package');
  await expect(uninstall(machine, true)).rejects.toMatchObject({ remedy: 'apt-get purge suture-agent' });
  expect(machine.ran).toEqual([]);
});

test('taken out, the identity stays; purged, everything goes but rules that someone wrote', async () => {
  const machine = newMachine();
  await install(machine);
  writeFileSync(at(machine, '/var/lib/suture-agent/identity.json'), '{}');
  expect(await uninstall(machine, false)).toEqual([
    expect.stringContaining('Its identity stays in /var/lib/suture-agent'),
    expect.stringContaining('The server goes on listing this endpoint'),
  ]);
  for (const path of [program, unit, '/usr/local/bin/suture-agent']) expect(existsSync(at(machine, path))).toBe(false);
  expect(existsSync(at(machine, '/var/lib/suture-agent/identity.json'))).toBe(true);
  writeFileSync(at(machine, '/etc/suture/policy.yaml'), 'observe-only: true\n');
  for (const time of [1, 2]) {
    expect({ time, left: (await uninstall(machine, true))[0] }).toEqual({
      time,
      left: '/etc/suture/policy.yaml was changed here and stays.',
    });
  }
  expect(existsSync(at(machine, '/var/lib/suture-agent'))).toBe(false);
  expect(machine.ran).toContain('userdel suture-agent');
});
