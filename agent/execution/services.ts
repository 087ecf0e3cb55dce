// Restarts services that run replaced code, and brings back those that ran before a rollback; through systemd alone.
import type { Host } from '@suture/adapters/host.ts';
import { loadAdapter, needsRestart } from '@suture/adapters/registry.ts';
import { runningServices } from '../probes/commands.ts';
import { parseUnits } from '../probes/parse.ts';

const restartTimeoutMs = 120_000;
/** A restart of these ends sessions, the network or ourselves; they wait for a reboot. */
const notRestarted =
  /^(?:dbus(?:-broker)?|systemd-logind|systemd-(?:journald|udevd|networkd|resolved)|gdm3?|sddm|lightdm|display-manager|NetworkManager|networking|wpa_supplicant|getty@.*|serial-getty@.*|console-getty|user@.*|docker|containerd|libvirtd|suture-.*)\.service$/;

const systemctl = (host: Host, verb: string, unit: string) =>
  host.run({
    argv: ['systemctl', '--no-ask-password', verb, '--', unit],
    timeoutMs: restartTimeoutMs,
    maxOutputBytes: 65_536,
  });

/** Those that could not be restarted, or may not be; the look afterwards says whether they still run old code. */
export async function restartServices(host: Host): Promise<readonly string[]> {
  const section = await needsRestart(await loadAdapter('kernel'), host);
  const units = section.items.flatMap((need) => (need.kind === 'service' ? [need.name] : []));
  const left: string[] = [];
  for (const unit of [...new Set(units)].slice(0, 100)) {
    const name = unit.endsWith('.service') ? unit : `${unit}.service`;
    if (notRestarted.test(name) || !isUnit(name)) {
      left.push(name);
      continue;
    }
    const result = await systemctl(host, 'restart', name);
    if (result.kind !== 'exited' || result.code !== 0) left.push(name);
  }
  return left;
}

/** Services of these that do not run even when asked to. One that crashed may be at its start limit: that is reset first. */
export async function reviveServices(host: Host, wanted: readonly string[]): Promise<readonly string[]> {
  if (wanted.length === 0) return [];
  const down = await notRunning(host, wanted);
  for (const unit of down.filter(isUnit)) {
    await systemctl(host, 'reset-failed', unit);
    await systemctl(host, 'start', unit);
  }
  return down.length === 0 ? [] : notRunning(host, wanted);
}

async function notRunning(host: Host, wanted: readonly string[]): Promise<readonly string[]> {
  const result = await host.run(runningServices);
  if (result.kind !== 'exited' || result.code !== 0) return wanted;
  const running = new Set(parseUnits(result.stdout));
  return wanted.filter((unit) => !running.has(unit));
}

const isUnit = (name: string): boolean => /^[A-Za-z0-9@:_.\\-]{1,255}\.service$/.test(name);
