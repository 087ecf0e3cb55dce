// What makes a host of the lab one that carries out deployments, as shell scripts.
import type { KeyObject } from 'node:crypto';
import { writeSigningKey } from '@suture/protocol/trust/keys.ts';
import { packageName } from './agent-build.ts';
import type { SamplePackage } from './deb-repository.ts';

export interface OtherSystem {
  /** A folder with its root; not written to. */
  readonly base: string;
  /** Shell that makes its channels ready; `machine` is this machine's address as it sees it. */
  readonly ready: (machine: string) => string;
}

/** A confined unit sees the number of this machine's start, which all hosts share; as a drop-in, for printf. */
export const ownStart = String.raw`BindReadOnlyPaths=/run/boot-id:/proc/sys/kernel/random/boot_id\n`;

/** Pauses of the agent are so many times shorter. */
const hasten = 200;

/** apt waits for nobody who has its lists, and the agent may just be fetching them. */
export const refreshed = 'for _ in $(seq 50); do apt-get update -qq && exit 0; sleep 0.2; done; exit 1';

/** A Debian of the lab, with these packages from there. */
export const debianReady = (packages: string, installed: readonly SamplePackage[]): string => `set -e
  rm -rf /etc/apt/sources.list.d
  echo 'deb [trusted=yes] ${packages} ./' > /etc/apt/sources.list
  apt-get update -qq
  dpkg -i /lab/${packageName('1.0')} > /dev/null
  apt-get install -y -qq ${installed.map(({ name, version }) => `${name}=${version}`).join(' ')} > /dev/null 2>&1`;

/** One that has the agent from its archive. */
export const otherReady = ({ ready }: OtherSystem, machine: string): string => `set -e
  tar -xzf /lab/${packageName('1.0').replace(/deb$/, 'tar.gz')} -C /
  cp -n /lab/libatomic.so.1 /usr/lib/
  ldconfig
  ${ready(machine)}`;

/** It joins the server, trusts the operator, and is in a hurry. */
export const joining = (address: string, token: string, key: KeyObject): string => `set -e
  mkdir -p /etc/systemd/system/suture-agent.service.d /etc/systemd/system/suture-executor.service.d
  printf '[Service]\\nExecStart=\\nExecStart=/usr/lib/suture-agent/node /usr/lib/suture-agent/agent.mjs run --hasten ${hasten}\\n${ownStart}' \\
    > /etc/systemd/system/suture-agent.service.d/lab.conf
  printf '[Service]\\n${ownStart}' > /etc/systemd/system/suture-executor.service.d/lab.conf
  systemctl daemon-reload
  suture-agent install --server ${address} --token ${token} --operator-key ${writeSigningKey(key)}`;
