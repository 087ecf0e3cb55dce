// Real Debian hosts with the packaged agent, a real server, and a repository of samples: what deployments are tried on.
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { chmodSync, copyFileSync, globSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { signPlan } from '@suture/protocol/deployments/statements.ts';
import { writeSigningKey } from '@suture/protocol/trust/keys.ts';
import { buildPackage, packageName } from './agent-build.ts';
import { debRepository, type SamplePackage } from './deb-repository.ts';
import { debianBase } from './debian-base.ts';
import { startHost, type Host } from './host.ts';
import { startServer, type Server } from './server.ts';

// oxlint-disable-next-line typescript/no-explicit-any -- Tests look into answers freely.
export type Json = any;

export interface DeployedHost extends Host {
  readonly name: string;
  /** Its endpoint's id. */
  readonly id: string;
  /** Fails the test where it ends with anything but 0. */
  readonly sh: (script: string) => Promise<string>;
}

export interface Fleet {
  readonly hosts: readonly DeployedHost[];
  readonly server: Server;
  /** Puts exactly these into the repository; hosts see them after their next refresh. */
  offer(packages: readonly SamplePackage[]): Promise<void>;
  /** Resolves when every host has reported updates of these. */
  offered(names: readonly string[]): Promise<void>;
  /** Frozen, signed by the operator, put up and approved; nothing is rehearsed. */
  deploy(plan: object): Promise<string>;
  /** The same up to the approval, which waits until it is rehearsed. */
  rehearse(plan: object): Promise<string>;
  deployment(id: string): Promise<Json>;
  job(id: string, host: DeployedHost): Promise<Json>;
  /** Whatever each package is on it. */
  version(host: DeployedHost, name: string): Promise<string>;
  stop(): Promise<void>;
}

interface FleetOptions {
  /** Each is at 10.78.N.2, with N counting from here; used by no other test. */
  readonly network: number;
  readonly names: readonly string[];
  readonly installed: readonly SamplePackage[];
  readonly feeds?: string;
  /** By name: hosts that are no Debian of the lab's own. */
  readonly others?: Readonly<Record<string, OtherSystem>>;
}

export interface OtherSystem {
  /** A folder with its root; not written to. */
  readonly base: string;
  /** Shell that makes its channels ready; `machine` is this machine's address as it sees it. */
  readonly ready: (machine: string) => string;
}

/** Pauses of the agent are so many times shorter. */
const hasten = 60;

export async function startFleet({ network, names, installed, feeds, others = {} }: FleetOptions): Promise<Fleet> {
  const shown = mkdtempSync(join(tmpdir(), 'suture-fleet-'));
  // apt fetches as a user of its own.
  chmodSync(shown, 0o755);
  const repository = join(shown, 'repository');
  const [base] = await Promise.all([debianBase(), buildPackage('1.0', shown), debRepository(repository, installed)]);
  // Node needs it, and not every root has it.
  for (const library of globSync(join(base, 'usr/lib/*/libatomic.so.1.*')))
    copyFileSync(library, join(shown, 'libatomic.so.1'));
  const operator = generateKeyPairSync('ed25519');
  const hosts: Host[] = [];
  let server: Server | undefined;
  const stop = async (): Promise<void> => {
    await Promise.all(hosts.map((host) => host.stop()));
    await server?.stop();
    rmSync(shown, { recursive: true, force: true });
  };
  try {
    for (const [index, name] of names.entries()) {
      const root = others[name]?.base ?? base;
      hosts.push(await startHost({ base: root, name, init: 'systemd', shown, network: network + index }));
    }
    const publicName = names.map((_, index) => `10.78.${network + index}.1`).join();
    server = await startServer({ publicName, packages: shown, ...(feeds === undefined ? {} : { feeds }) });
    const { ask } = server;
    await ask('POST', '/operator-keys', { publicKey: writeSigningKey(operator.publicKey), label: 'lab' });
    const { line, token } = (await ask('POST', '/enrolment-tokens', { autoApprove: true, uses: names.length })) as Json;
    const port = /:(\d+)/.exec(line)?.[1] ?? '';
    const joined = await Promise.all(
      hosts.map(async (host, index): Promise<DeployedHost> => {
        const sh = shellOf(host);
        const machine = `10.78.${network + index}.1`;
        const name = names[index] ?? '';
        await sh(others[name] === undefined ? debianReady(installed) : otherReady(others[name], machine));
        await sh(joining(`https://${machine}:${port}`, String(token), operator.publicKey));
        const status = JSON.parse((await host.exec('suture-agent', 'status', '--json')).out);
        return { ...host, sh, name, id: status.enrolment.endpoint };
      }),
    );
    const withApt = joined.filter(({ name }) => others[name] === undefined);
    return { ...fleetOf(server, { all: joined, withApt }, operator.privateKey, repository), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

const debianReady = (installed: readonly SamplePackage[]): string => `set -e
  rm -rf /etc/apt/sources.list.d
  echo 'deb [trusted=yes] copy:/lab/repository ./' > /etc/apt/sources.list
  apt-get update -qq
  dpkg -i /lab/${packageName('1.0')} > /dev/null
  apt-get install -y -qq ${installed.map(({ name, version }) => `${name}=${version}`).join(' ')} > /dev/null 2>&1`;

const otherReady = ({ ready }: OtherSystem, machine: string): string => `set -e
  tar -xzf /lab/${packageName('1.0').replace(/deb$/, 'tar.gz')} -C /
  cp -n /lab/libatomic.so.1 /usr/lib/
  ldconfig
  ${ready(machine)}`;

const joining = (address: string, token: string, key: KeyObject): string => `set -e
  mkdir -p /etc/systemd/system/suture-agent.service.d
  printf '[Service]\\nExecStart=\\nExecStart=/usr/lib/suture-agent/node /usr/lib/suture-agent/agent.mjs run --hasten ${hasten}\\n' \\
    > /etc/systemd/system/suture-agent.service.d/hasten.conf
  systemctl daemon-reload
  suture-agent install --server ${address} --token ${token} --operator-key ${writeSigningKey(key)}`;

const shellOf =
  (host: Host): DeployedHost['sh'] =>
  async (script) => {
    const { code, out, said } = await host.exec('sh', '-c', script);
    if (code !== 0) throw new Error(`${script}\nended with ${code}: ${out}${said}`);
    return out;
  };

function fleetOf(
  server: Server,
  { all: hosts, withApt }: { readonly all: readonly DeployedHost[]; readonly withApt: readonly DeployedHost[] },
  key: KeyObject,
  repository: string,
): Omit<Fleet, 'stop'> {
  const { ask } = server;
  const begun = async (plan: object, rehearse: boolean): Promise<{ readonly id: string; readonly hash: string }> => {
    const { hash } = (await ask('POST', '/plans', { soakMinutes: 0, cleanCanary: true, ...plan })) as Json;
    const { envelope } = (await ask('GET', `/plans/${hash}/signatures`)) as Json;
    const statement = JSON.parse(Buffer.from(envelope.payload, 'base64').toString());
    await ask('POST', `/plans/${hash}/signatures`, { envelope: signPlan(statement, [key]) });
    const { id } = (await ask('POST', '/deployments', { plan: hash, name: 'lab', rehearse })) as Json;
    return { id, hash };
  };
  return {
    hosts,
    server,
    async offer(packages) {
      await debRepository(repository, packages);
      await Promise.all(withApt.map(({ sh }) => sh('apt-get update -qq')));
    },
    async offered(wanted) {
      const known = async (): Promise<readonly string[]> => {
        const { items } = (await ask('GET', '/updates?limit=200')) as Json;
        return items.filter((item: Json) => item.endpoints >= hosts.length).map((item: Json) => item.source);
      };
      await until('updates are reported', known, (list) => wanted.every((name) => list.includes(name)));
    },
    async deploy(plan) {
      const { id, hash } = await begun(plan, false);
      await ask('POST', `/deployments/${id}/approval`, { plan: hash });
      return id;
    },
    rehearse: async (plan) => (await begun(plan, true)).id,
    deployment: (id) => ask('GET', `/deployments/${id}`),
    job: (id, host) => ask('GET', `/deployments/${id}/jobs/${host.id}`),
    version: async ({ sh }, name) => sh(`dpkg-query -W -f '\${Version} \${db:Status-Status}' ${name}`),
  };
}

/** Asks again and again; throws with the last answer where it never comes about. */
export async function until<T>(
  what: string,
  ask: () => Promise<T>,
  holds: (answer: T) => boolean,
  seconds = 120,
): Promise<T> {
  let answer = await ask();
  for (const giveUpAt = Date.now() + seconds * 1_000; !holds(answer); answer = await ask()) {
    if (Date.now() > giveUpAt)
      throw new Error(`it never came about: ${what}; ${JSON.stringify(answer).slice(0, 3_000)}`);
    await delay(250);
  }
  return answer;
}
