// Reads what the commands of a look write; lines that are not understood are passed over.
import type { FileSystemSpace } from '@suture/core/probes/observation.ts';

const unit = /^(?:\u25cf )?([A-Za-z0-9@:_.\\-]{1,255}\.service)(?:\s|$)/;
/** Come and go with people, and with whoever looks. */
const passing = /^(?:user@|user-runtime-dir@|session-|suture-|run-)/;

export const parseUnits = (text: string): readonly string[] =>
  [...new Set(text.split('\n').flatMap((line) => unit.exec(line.trim())?.[1] ?? []))]
    .filter((name) => !passing.test(name))
    .sort();

/**
 * Services that are started when somebody asks for them, by D-Bus or a socket, and with nothing else: they end by themselves when nobody
 * does any more, as systemd-timedated does after half a minute. And those that somebody began with systemd-run. Source: systemctl(1) show, org.freedesktop.systemd1(5).
 */
export function parseOnDemand(text: string): ReadonlySet<string> {
  const blocks = text.split(/\n{2,}/).map(
    (block) =>
      new Map(
        block.split('\n').flatMap((line): [string, string][] => {
          const at = line.indexOf('=');
          return at < 0 ? [] : [[line.slice(0, at), line.slice(at + 1).trim()]];
        }),
      ),
  );
  const isOnDemand = (said: ReadonlyMap<string, string>): boolean =>
    said.get('Transient') === 'yes' ||
    (['BusName', 'TriggeredBy'].some((key) => (said.get(key) ?? '') !== '') &&
      // Said to be empty: what was not said is not known.
      ['WantedBy', 'RequiredBy'].every((key) => said.get(key) === ''));
  return new Set(blocks.filter(isOnDemand).map((said) => said.get('Id') ?? ''));
}

/** Ports that the kernel gave out by itself say nothing: another one each time. */
export const ephemeral = 32_768;

export function parseSockets(text: string): readonly string[] {
  const sockets = text.split('\n').flatMap((line) => {
    const [kind = '', , , , local = ''] = line.trim().split(/\s+/);
    const port = Number(local.slice(local.lastIndexOf(':') + 1));
    if (!/^(?:tcp|udp)$/.test(kind) || !(port > 0 && port < ephemeral)) return [];
    return [`${kind} ${local.slice(0, 100)}`];
  });
  return [...new Set(sockets)].sort();
}

const pretended = new Set(['squashfs', 'overlay', 'iso9660', 'efivarfs', 'ramfs']);

export function parseSpace(text: string): readonly FileSystemSpace[] {
  return text.split('\n').flatMap((line) => {
    const [, path = '', free, size, kind = ''] =
      /^(\/.{0,300}?)\s+(\d{1,18})\s+(\d{1,18})\s+(\S{1,40})$/.exec(line.trim()) ?? [];
    // An image that is always full, or a view of something that is listed itself; the root may be one of them.
    if (path === '' || (pretended.has(kind) && path !== '/') || Number(size) === 0) return [];
    return [{ path, freeBytes: Number(free), sizeBytes: Number(size) }];
  });
}

/** Load of one minute. */
export const parseLoad = (text: string): number | null => {
  const found = /^(\d{1,6}\.\d{1,4}) /.exec(text);
  return found === null ? null : Number(found[1]);
};

export const countProcessors = (text: string): number => Math.max(1, text.match(/^processor\s*:/gm)?.length ?? 1);

export const parseBootId = (text: string): string | null =>
  /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.exec(text.trim())?.[0] ?? null;
