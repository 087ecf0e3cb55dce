// The list of adapters, and the only way to call one: what an adapter does not declare is refused with the reason.
import type { OperatingSystem, Package } from '@suture/core/packages/package.ts';
import type {
  Adapter,
  Capability,
  ChangelogRequest,
  ChangelogsRead,
  Detection,
  Refreshed,
  RestartNeed,
  Section,
  SimulationRequest,
  Update,
} from './adapter.ts';
import type { Host } from './host.ts';

/** One line an adapter; each is loaded only when asked for, so that the CLI starts without them. */
const loaders = {
  apk: async () => (await import('./apk/index.ts')).apk,
  applications: async () => (await import('./applications/index.ts')).applications,
  apt: async () => (await import('./apt/index.ts')).apt,
  cargo: async () => (await import('./cargo/index.ts')).cargo,
  chocolatey: async () => (await import('./chocolatey/index.ts')).chocolatey,
  composer: async () => (await import('./composer/index.ts')).composer,
  containers: async () => (await import('./containers/index.ts')).containers,
  dnf: async () => (await import('./dnf/index.ts')).dnf,
  dotnet: async () => (await import('./dotnet/index.ts')).dotnet,
  flatpak: async () => (await import('./flatpak/index.ts')).flatpak,
  fwupd: async () => (await import('./fwupd/index.ts')).fwupd,
  gem: async () => (await import('./gem/index.ts')).gem,
  go: async () => (await import('./go/index.ts')).go,
  homebrew: async () => (await import('./homebrew/index.ts')).homebrew,
  kernel: async () => (await import('./kernel/index.ts')).kernel,
  npm: async () => (await import('./npm/index.ts')).npm,
  own: async () => (await import('./own/index.ts')).own,
  pacman: async () => (await import('./pacman/index.ts')).pacman,
  python: async () => (await import('./python/index.ts')).python,
  snap: async () => (await import('./snap/index.ts')).snap,
  softwareupdate: async () => (await import('./softwareupdate/index.ts')).softwareupdate,
  'windows-programs': async () => (await import('./windows-programs/index.ts')).windowsPrograms,
  'windows-update': async () => (await import('./windows-update/index.ts')).windowsUpdate,
  winget: async () => (await import('./winget/index.ts')).winget,
  zypper: async () => (await import('./zypper/index.ts')).zypper,
} as const satisfies Record<string, () => Promise<Adapter>>;

export type AdapterName = keyof typeof loaders;

export const adapterNames = Object.keys(loaders) as readonly AdapterName[];

export const loadAdapter = (name: AdapterName): Promise<Adapter> => loaders[name]();

export const loadAdapters = (): Promise<readonly Adapter[]> => Promise.all(adapterNames.map(loadAdapter));

/** Whether what the adapter reads is on this machine. */
export async function detect(adapter: Adapter, host: Host): Promise<Detection> {
  try {
    return await adapter.detect(host);
  } catch (cause) {
    return { present: false, reason: broken(adapter, 'detect', cause) };
  }
}

export function inventory(adapter: Adapter, host: Host, system: OperatingSystem): Promise<Section<Package>> {
  return section(adapter, 'inventory', adapter.inventory && (() => adapter.inventory?.(host, system)));
}

export function available(adapter: Adapter, host: Host, system: OperatingSystem): Promise<Section<Update>> {
  return section(adapter, 'available', adapter.available && (() => adapter.available?.(host, system)));
}

export function needsRestart(adapter: Adapter, host: Host): Promise<Section<RestartNeed>> {
  return section(adapter, 'needs-restart', adapter.needsRestart && (() => adapter.needsRestart?.(host)));
}

export async function simulate(
  adapter: Adapter,
  host: Host,
  request: SimulationRequest,
): Promise<Awaited<ReturnType<NonNullable<Adapter['simulate']>>>> {
  const refusal = refuse(adapter, 'simulate', adapter.simulate !== undefined);
  if (refusal !== undefined || adapter.simulate === undefined) return { ok: false, reason: refusal ?? '' };
  try {
    return await adapter.simulate(host, request);
  } catch (cause) {
    return { ok: false, reason: broken(adapter, 'simulate', cause) };
  }
}

export async function refresh(adapter: Adapter, host: Host): Promise<Refreshed> {
  const refusal = refuse(adapter, 'refresh', adapter.refresh !== undefined);
  if (refusal !== undefined || adapter.refresh === undefined) return { ok: false, why: refusal ?? '' };
  try {
    return await adapter.refresh(host);
  } catch (cause) {
    return { ok: false, why: broken(adapter, 'refresh', cause) };
  }
}

export async function changelogs(adapter: Adapter, host: Host, request: ChangelogRequest): Promise<ChangelogsRead> {
  const refusal = refuse(adapter, 'changelogs', adapter.changelogs !== undefined);
  if (refusal !== undefined || adapter.changelogs === undefined) return { fixes: [], problems: [refusal ?? ''] };
  try {
    return await adapter.changelogs(host, request);
  } catch (cause) {
    return { fixes: [], problems: [broken(adapter, 'changelogs', cause)] };
  }
}

async function section<T>(
  adapter: Adapter,
  capability: Capability,
  call: (() => Promise<Section<T>> | undefined) | undefined,
): Promise<Section<T>> {
  const refusal = refuse(adapter, capability, call !== undefined);
  if (refusal !== undefined) return { status: 'failed', items: [], problems: [refusal] };
  try {
    const answer = await call?.();
    if (answer !== undefined) return answer;
  } catch (cause) {
    return { status: 'failed', items: [], problems: [broken(adapter, capability, cause)] };
  }
  return { status: 'failed', items: [], problems: [`the ${adapter.name} adapter gave no answer to ${capability}`] };
}

/** Why the adapter may not be asked for this; undefined where it may. */
export function refuse(adapter: Adapter, capability: Capability, there: boolean): string | undefined {
  if (!adapter.capabilities.includes(capability)) return `the ${adapter.name} adapter cannot do ${capability}`;
  if (!there) return `the ${adapter.name} adapter declares ${capability} but does not have it`;
  return undefined;
}

/** Adapters do not throw; where one does all the same, that is a fault of ours and the answer is unknown. */
export function broken(adapter: Adapter, what: string, cause: unknown): string {
  const message = cause instanceof Error ? cause.message : String(cause);
  return `the ${adapter.name} adapter broke off in ${what}: ${message.slice(0, 200)}`;
}
