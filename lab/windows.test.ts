// The agent's build for Windows under Wine: it installs itself, enrols, reports programs, and carries out an msi and an exe by plans.
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { signPlan } from '@suture/protocol/deployments/statements.ts';
import { writeSigningKey } from '@suture/protocol/trust/keys.ts';
import { buildPackage, windowsArchive } from './agent-build.ts';
import { until, type Json } from './deployed-fleet.ts';
import { startHost, type Host } from './host.ts';
import { publishRelease, sendFile } from './own-package.ts';
import type { Ended } from './programs.ts';
import { startServer, type Server } from './server.ts';
import { listed, notesMsi, productCode } from './windows-installers.ts';
import { whyNoWine, wineBase } from './wine-base.ts';

const why = await whyNoWine();
const network = 97;
const shown = mkdtempSync(join(tmpdir(), 'suture-windows-'));
const program = ['C:\\Program Files\\Suture\\node.exe', 'C:\\Program Files\\Suture\\agent.mjs'] as const;

describe.skipIf(why !== undefined)(`the agent on Windows${why === undefined ? '' : ` (skipped: ${why})`}`, () => {
  const operator = generateKeyPairSync('ed25519');
  let host: Host;
  let server: Server;
  let endpoint: string;

  /** Node of Windows writes to no pipe of Wine's: by way of files. */
  const wine = (...argv: readonly string[]): Promise<Ended> =>
    host.exec(
      'sh',
      '-c',
      'WINEDEBUG=-all wine "$@" > /tmp/out 2> /tmp/said < /dev/null; code=$?; cat /tmp/out; cat /tmp/said >&2; exit $code',
      'sh',
      ...argv,
    );

  beforeAll(async () => {
    await buildPackage('1.0', shown, 'windows-amd64');
    host = await startHost({ base: wineBase, name: 'windows', init: 'none', shown, network });
    server = await startServer({ publicName: `10.78.${network}.1`, packages: shown });
    await server.ask('POST', '/operator-keys', { publicKey: writeSigningKey(operator.publicKey), label: 'lab' });
  }, 600_000);
  afterAll(async () => {
    await host?.stop();
    await server?.stop();
    rmSync(shown, { recursive: true, force: true });
  });

  test('it installs itself, enrols, and tells which programs there are', async () => {
    const { line, token } = (await server.ask('POST', '/enrolment-tokens', { autoApprove: true, uses: 1 })) as Json;
    const port = /:(\d+)/.exec(line)?.[1] ?? '';
    writeFileSync(join(shown, 'editor.reg'), listed('Lab Editor', '8.4.1'));
    expect(await wine('reg', 'import', 'Z:\\lab\\editor.reg')).toMatchObject({ code: 0 });
    await host.exec('tar', '-xzf', `/lab/${windowsArchive('1.0')}`, '-C', '/root/.wine/drive_c');
    const unpacked = ['C:\\suture-agent\\node.exe', 'C:\\suture-agent\\agent.mjs'] as const;
    const given = ['--server', `https://10.78.${network}.1:${port}`, '--token', String(token)];
    const key = ['--operator-key', writeSigningKey(operator.publicKey)];
    const installed = await wine(...unpacked, 'install', ...given, ...key);
    expect(installed).toMatchObject({ code: 0, said: expect.stringMatching(/^enrolled as \S+ \(active\)$/mu) });
    expect(await wine('schtasks', '/query', '/tn', '\\Suture\\Agent')).toMatchObject({ code: 0 });
    // Wine has no scheduler that would start the task.
    const run = 'WINEDEBUG=-all setsid wine "$@" > /tmp/agent.log 2>&1 < /dev/null &';
    await host.exec('sh', '-c', run, 'sh', ...program, 'run', '--hasten', '200');
    const endpoints = async (): Promise<Json> => ((await server.ask('GET', '/endpoints')) as Json).items;
    const [item] = await until('it is there', endpoints, (items) => items[0]?.os !== undefined);
    endpoint = item.id;
    expect(item).toMatchObject({ name: 'windows' });
    expect(JSON.stringify(item)).toContain('10.0.19');
    const inventory = (): Promise<Json> => server.ask('GET', `/endpoints/${endpoint}/packages?limit=50`);
    const names = ({ items }: Json): readonly string[] => items.map((each: Json) => `${each.name} ${each.version}`);
    await until('its programs are known', inventory, (answer) => names(answer).includes('Lab Editor 8.4.1'));
  }, 120_000);

  /** Published, planned, signed and approved; resolves when it has ended. */
  const deploy = async (name: string, version: string, installer: object): Promise<Json> => {
    const common = { systems: ['windows'], architecture: 'any', needs: { freeMebibytes: 1, paths: [] }, exitCodes: [] };
    const { ask } = server;
    await publishRelease(server, operator.privateKey, {
      package: name,
      version,
      installers: [{ ...common, ...installer }],
    });
    const plan = {
      ships: { kind: 'sources', sources: [`${name}@${version}`] },
      rings: 'rest',
      soakMinutes: 0,
      cleanCanary: true,
    };
    const preview = (): Promise<Json> => ask('POST', '/plan-previews', plan).catch((error: unknown) => String(error));
    await until('it is offered', preview, (answer) => answer.excluded?.length === 0);
    const { hash } = (await ask('POST', '/plans', plan)) as Json;
    const { envelope } = (await ask('GET', `/plans/${hash}/signatures`)) as Json;
    const statement = JSON.parse(Buffer.from(envelope.payload, 'base64').toString());
    await ask('POST', `/plans/${hash}/signatures`, { envelope: signPlan(statement, [operator.privateKey]) });
    const { id } = (await ask('POST', '/deployments', { plan: hash, name: 'lab', rehearse: false })) as Json;
    await ask('POST', `/deployments/${id}/approval`, { plan: hash });
    const job = (): Promise<Json> => ask('GET', `/deployments/${id}/jobs/${endpoint}`) as Promise<Json>;
    return until(
      'it has ended',
      job,
      ({ state }) => ['succeeded', 'failed', 'rolled-back', 'not-applicable'].includes(state),
      180,
    );
  };

  test('an msi comes by a plan, and a newer one takes its place', async () => {
    for (const version of ['1.0.0', '2.0.0']) {
      const file = await sendFile(server.ask, await notesMsi(host, version), 'notes.msi');
      const detect = { program: 'Lab Notes', publisher: 'Lab' };
      const msi = { kind: 'msi', file, detect, arguments: ['ALLUSERS=1'], productCode: productCode(version) };
      expect(await deploy('notes', version, msi)).toMatchObject({ state: 'succeeded' });
      const placed = await host.exec('sh', '-c', 'cat "/root/.wine/drive_c/Program Files"*/LabNotes/notes.txt');
      expect(placed.out).toBe(`notes ${version}`);
    }
  }, 480_000);

  test('an exe comes by a plan, run with the arguments of its release', async () => {
    writeFileSync(join(shown, 'tool.reg'), listed('Lab Tool', '3.1'));
    const reg = readFileSync(join(wineBase, 'root/.wine/drive_c/windows/system32/reg.exe'));
    const file = await sendFile(server.ask, reg, 'tool.exe');
    const detect = { program: 'Lab Tool', publisher: 'Lab' };
    const exe = { kind: 'exe', file, detect, arguments: ['import', 'Z:\\lab\\tool.reg'] };
    expect(await deploy('tool', '3.1', exe)).toMatchObject({ state: 'succeeded' });
  }, 240_000);
});
