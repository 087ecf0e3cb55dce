// A new kernel on a machine with a kernel of its own: planned, installed, restarted into, and verified by what then runs.
import { generateKeyPairSync } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { signPlan } from '@suture/protocol/deployments/statements.ts';
import { writeSigningKey } from '@suture/protocol/trust/keys.ts';
import { buildPackage, packageName } from './agent-build.ts';
import { until, type Json } from './deployed-fleet.ts';
import { startMirror, type Mirror } from './mirror.ts';
import { runProgram } from './programs.ts';
import { startServer, type Server } from './server.ts';

const scripts = join(import.meta.dirname, '../../shared/lab');
const image = join(process.env['LAB_CACHE'] ?? '/var/tmp/lab', 'vm/image.raw');
const why =
  process.getuid?.() !== 0
    ? 'virtual machines need root'
    : existsSync(join(scripts, 'vm-host')) && existsSync(image)
      ? process.env['LAB_KERNEL'] === '1'
        ? undefined
        : 'it takes 25 minutes where processors are emulated; LAB_KERNEL=1 runs it'
      : 'the virtual machine has not been built (../shared/lab: vm-host build)';
const machine = `kernel-${process.pid}`;
/** As the machine sees this one. */
const here = '10.77.0.1';
const shown = mkdtempSync(join(tmpdir(), 'suture-kernel-'));
const vm = (...argv: readonly string[]) => runProgram([join(scripts, 'vm-host'), ...argv], 400_000);

describe.skipIf(why !== undefined)(`a kernel${why === undefined ? '' : ` (skipped: ${why})`}`, () => {
  let server: Server;
  let packages: Mirror;
  let endpoint: string;
  const operator = generateKeyPairSync('ed25519');

  /** Everything takes ten times as long there as on a real one. */
  const sh = async (script: string): Promise<string> => {
    const { code, out, said } = await vm('exec', machine, script);
    if (code !== 0) throw new Error(`${script}\nended with ${code}: ${out}${said}`);
    return out.trim();
  };

  beforeAll(async () => {
    const [up] = await Promise.all([vm('up', machine, '--fresh'), buildPackage('1.0', shown)]);
    if (up.code !== 0) throw new Error(`the machine does not start: ${up.out}${up.said}`);
    const proxy = await runProgram([join(scripts, 'lab-proxy'), 'up']);
    if (proxy.code !== 0) throw new Error(`no packages: ${proxy.said}`);
    packages = await startMirror(shown);
    server = await startServer({ publicName: here, packages: shown });
    await server.ask('POST', '/operator-keys', { publicKey: writeSigningKey(operator.publicKey), label: 'lab' });
    const { line, token } = (await server.ask('POST', '/enrolment-tokens', { autoApprove: true })) as Json;
    const port = /:(\d+)/.exec(line)?.[1] ?? '';
    await sh(`set -e
      curl -sSf -o /root/agent.deb http://${here}:${packages.port}/${packageName('1.0')}
      apt-get update -qq
      apt-get install -y -qq libatomic1 > /dev/null
      dpkg -i /root/agent.deb > /dev/null
      mkdir -p /etc/systemd/system/suture-agent.service.d
      printf '[Service]\\nExecStart=\\nExecStart=/usr/lib/suture-agent/node /usr/lib/suture-agent/agent.mjs run --hasten 10\\n' \\
        > /etc/systemd/system/suture-agent.service.d/lab.conf
      systemctl daemon-reload
      suture-agent install --server https://${here}:${port} --token ${token} --operator-key ${writeSigningKey(operator.publicKey)}`);
    endpoint = JSON.parse(await sh('suture-agent status --json || true')).enrolment.endpoint;
  }, 600_000);

  afterAll(async () => {
    await vm('down', machine);
    await server?.stop();
    await packages?.stop();
    rmSync(shown, { recursive: true, force: true });
  }, 60_000);

  test('is replaced through a deployment: the machine restarts into it by itself, once, and only then counts as done', async () => {
    const { ask } = server;
    const started = (): Promise<string> => sh('uname -r; cat /proc/sys/kernel/random/boot_id');
    const [kernel, start] = (await started()).split('\n');
    await until(
      'the kernel is on offer',
      () => ask('GET', '/updates?limit=200') as Promise<Json>,
      ({ items }) => items.some(({ source }: Json) => source === 'linux-signed-amd64'),
      300,
    );
    const wanted = { ships: { kind: 'sources', sources: ['linux-signed-amd64'] }, rings: 'rest', soakMinutes: 0 };
    // The new kernel is another package: which comes along, the machine says first.
    await until(
      'the machine has reckoned it',
      () => ask('POST', '/plan-simulations', wanted) as Promise<Json>,
      ({ simulated }) => simulated === 1,
      900,
    );
    const { hash } = (await ask('POST', '/plans', wanted)) as Json;
    const { envelope } = (await ask('GET', `/plans/${hash}/signatures`)) as Json;
    const statement = JSON.parse(Buffer.from(envelope.payload, 'base64').toString());
    await ask('POST', `/plans/${hash}/signatures`, { envelope: signPlan(statement, [operator.privateKey]) });
    const { id } = (await ask('POST', '/deployments', { plan: hash, name: 'kernel', rehearse: false })) as Json;
    await ask('POST', `/deployments/${id}/approval`, { plan: hash });
    const job = await until(
      'the job has ended',
      () => ask('GET', `/deployments/${id}/jobs/${endpoint}`) as Promise<Json>,
      ({ state }) => /^(?:succeeded|failed|lost)$/.test(state),
      1_500,
    );
    expect(job).toMatchObject({ state: 'succeeded', failure: null });
    const [newKernel, newStart] = (await started()).split('\n');
    expect(newKernel).not.toBe(kernel);
    expect(newStart).not.toBe(start);
    const kinds = job.reports.map(({ kind }: { readonly kind: string }) => kind);
    expect(kinds.filter((kind: string) => kind === 'rebooting')).toHaveLength(1);
  }, 3_000_000);
});
