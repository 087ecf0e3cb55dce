// The socket that the system manager hands over, and whether only those may knock there who should. Source: sd_listen_fds(3).
import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';

const firstFd = 3;

export type Activated = { readonly ok: true; readonly fd: number } | { readonly ok: false; readonly why: string };

/**
 * Who may connect is decided by the kernel, by owner and mode of the socket's file: Node cannot ask who the peer is. So a
 * socket that others than its owner may write to, or whose folder others than root may write to, is not served.
 */
export async function activatedSocket(
  env: Readonly<Record<string, string | undefined>>,
  pid: number,
  path: string,
): Promise<Activated> {
  if (env['LISTEN_PID'] !== String(pid) || env['LISTEN_FDS'] !== '1')
    return { ok: false, why: 'no socket was handed over' };
  const why = await openToOthers(path);
  return why === undefined ? { ok: true, fd: firstFd } : { ok: false, why };
}

/** Undefined where only the owner of the socket may knock. */
export async function openToOthers(path: string, root = 0): Promise<string | undefined> {
  try {
    const [socket, folder] = await Promise.all([stat(path), stat(dirname(path))]);
    if (!socket.isSocket()) return `${path} is no socket`;
    if ((socket.mode & 0o077) !== 0) return `others than its owner may use ${path}`;
    if (folder.uid !== root || (folder.mode & 0o022) !== 0) return `others than root may replace ${path}`;
    return undefined;
  } catch (error) {
    return `${path} cannot be judged: ${error instanceof Error ? error.message : String(error)}`;
  }
}
