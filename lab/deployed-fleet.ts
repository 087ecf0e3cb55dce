// Real Debian hosts with the packaged agent, a real server, and a repository of samples: what deployments are tried on.
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { chmodSync, copyFileSync, globSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { signPlan } from '@suture/protocol/deployments/statements.ts';
import { writeSigningKey } from '@suture/protocol/trust/keys.ts';
import { buildPackage } from './agent-build.ts';
import { debRepository, type SamplePackage } from './deb-repository.ts';
import { debianBase } from './debian-base.ts';
import { startHost, type Host } from './host.ts';
import { startMirror, type Mirror } from './mirror.ts';
import { debianReady, joining, otherReady, refreshed, type OtherSystem } from './ready-hosts.ts';
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
  /** Private half of the key that every host trusts. */
  readonly operator: KeyObject;
  /** Puts exactly these into the repository; hosts see them after their next refresh. */
  offer(packages: readonly SamplePackage[]): Promise<void>;
  /** Resolves when every host has reported updates of these. */
  offered(names: readonly string[]): Promise<void>;
  /** Where hosts fetch from, where it is over HTTP. */
  readonly mirror: Mirror | undefined;
  /**
   * Frozen, signed by the operator, put up and approved; nothing is rehearsed. `meanwhile`: what happens before the approval.
   */
  deploy(plan: object, meanwhile?: () => Promise<unknown>): Promise<string>;
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
  /** A folder of feeds, as they are published: then the samples pass for Debian's own. */
  readonly feeds?: string;
  /** Hosts fetch packages over HTTP, as from a mirror; otherwise they copy them. */
  readonly overHttp?: boolean;
  /** By name: hosts that are no Debian of the lab's own. */
  readonly others?: Readonly<Record<string, OtherSystem>>;
}

export async function startFleet({
  network,
  names,
  installed,
  feeds,
  overHttp = false,
  others = {},
}: FleetOptions): Promise<Fleet> {
  const shown = mkdtempSync(join(tmpdir(), 'suture-fleet-'));
  // apt fetches as a user of its own.
  chmodSync(shown, 0o755);
  const repository = join(shown, 'repository');
  const [base] = await Promise.all([
    debianBase(),
    buildPackage('1.0', shown),
    debRepository(repository, installed, feeds !== undefined),
  ]);
  // Node needs it, and not every root has it.
  for (const library of globSync(join(base, 'usr/lib/*/libatomic.so.1.*')))
    copyFileSync(library, join(shown, 'libatomic.so.1'));
  const operator = generateKeyPairSync('ed25519');
  const hosts: Host[] = [];
  let starting: Promise<Server> | undefined;
  const mirror = overHttp ? await startMirror(repository) : undefined;
  const stop = async (): Promise<void> => {
    await Promise.all(hosts.map((host) => host.stop()));
    await mirror?.stop();
    await (await starting?.catch(() => undefined))?.stop();
    rmSync(shown, { recursive: true, force: true });
  };
  try {
    const publicName = names.map((_, index) => `10.78.${network + index}.1`).join();
    starting = startServer({ publicName, packages: shown, ...(feeds === undefined ? {} : { feeds }) });
    // It fails where it is waited for, below.
    starting.catch(() => undefined);
    for (const [index, name] of names.entries()) {
      const root = others[name]?.base ?? base;
      hosts.push(await startHost({ base: root, name, init: 'systemd', shown, network: network + index }));
    }
    const server = await starting;
    const { ask } = server;
    await ask('POST', '/operator-keys', { publicKey: writeSigningKey(operator.publicKey), label: 'lab' });
    const { line, token } = (await ask('POST', '/enrolment-tokens', { autoApprove: true, uses: names.length })) as Json;
    const port = /:(\d+)/.exec(line)?.[1] ?? '';
    const joined = await Promise.all(
      hosts.map(async (host, index): Promise<DeployedHost> => {
        const sh = shellOf(host);
        const machine = `10.78.${network + index}.1`;
        const packages = mirror === undefined ? 'copy:/lab/repository' : `http://${machine}:${mirror.port}`;
        const name = names[index] ?? '';
        await sh(others[name] === undefined ? debianReady(packages, installed) : otherReady(others[name], machine));
        await sh(joining(`https://${machine}:${port}`, String(token), operator.publicKey));
        const status = JSON.parse((await host.exec('suture-agent', 'status', '--json')).out);
        return { ...host, sh, name, id: status.enrolment.endpoint };
      }),
    );
    const withApt = joined.filter(({ name }) => others[name] === undefined);
    return {
      ...fleetOf(server, { all: joined, withApt }, operator.privateKey, { repository, asDebian: feeds !== undefined }),
      mirror,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

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
  { repository, asDebian }: { readonly repository: string; readonly asDebian: boolean },
): Omit<Fleet, 'stop' | 'mirror'> {
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
    operator: key,
    async offer(packages) {
      await debRepository(repository, packages, asDebian);
      await Promise.all(withApt.map(({ sh }) => sh(refreshed)));
    },
    async offered(wanted) {
      const known = async (): Promise<readonly string[]> => {
        const { items } = (await ask('GET', '/updates?limit=200')) as Json;
        return items.filter((item: Json) => item.endpoints >= hosts.length).map((item: Json) => item.source);
      };
      await until('updates are reported', known, (list) => wanted.every((name) => list.includes(name)));
    },
    async deploy(plan, meanwhile) {
      const { id, hash } = await begun(plan, false);
      await meanwhile?.();
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
