// What root does in the agent's folder is done as the folder's owner, so that the agent can read it.
import { stat } from 'node:fs/promises';

/** `work`, as whoever owns the folder where that is another than root. Nothing else of the process may run meanwhile. */
export async function asOwnerOf<T>(folder: string, work: () => Promise<T>): Promise<T> {
  const { seteuid, setegid } = process;
  if (process.geteuid?.() !== 0 || seteuid === undefined || setegid === undefined) return await work();
  const owner = await stat(folder).catch(() => undefined);
  if (owner === undefined || owner.uid === 0) return await work();
  setegid(owner.gid);
  seteuid(owner.uid);
  try {
    return await work();
  } finally {
    seteuid(0);
    setegid(0);
  }
}
