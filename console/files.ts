// Files of the console that come when they are needed: asked for again where they did not come, and missed aloud where they are gone.
import { lazy, type LazyExoticComponent, type ReactNode } from 'react';

/** They did not come, however often they were asked for. */
export class FilesGone extends Error {
  override readonly name = 'FilesGone';
}

/** As Chromium, Firefox and Safari say it of scripts, and Vite of styles. */
const NOT_COME =
  /^(?:Failed to fetch dynamically|error loading dynamically|Importing a module script failed|Unable to preload CSS)/;

/** A machine that sleeps, changes its network or asks a server that starts has what it asked for soon after. */
const PAUSES_MS: readonly number[] = [250, 1000];

const styles = new Set<HTMLLinkElement>();

/** Remembers what styles did not come; a script that is imported again does not bring them along. */
export function noteStyles(): void {
  const note = ({ target }: Event): void => {
    if (target instanceof HTMLLinkElement && target.rel === 'stylesheet') styles.add(target);
  };
  window.addEventListener('error', note, true);
}

function stylesAgain(): Promise<unknown> {
  const again = [...styles].map((old) => {
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    const link = old.cloneNode() as HTMLLinkElement;
    link.addEventListener('load', resolve);
    link.addEventListener('error', () => reject(new Error(`Unable to preload CSS for ${link.href}`)));
    old.replaceWith(link);
    return promise;
  });
  styles.clear();
  return Promise.all(again);
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, ms));

/** Throws FilesGone where files do not come, and whatever they throw themselves. `wait` is in milliseconds. */
export async function fetched<Module>(
  load: () => Promise<Module>,
  { wait = pause, again = stylesAgain } = {},
): Promise<Module> {
  let get = load;
  for (const ms of [...PAUSES_MS, undefined]) {
    try {
      return await get();
    } catch (error) {
      if (!(error instanceof Error) || !NOT_COME.test(error.message)) throw error;
      if (ms === undefined) throw new FilesGone(error.message, { cause: error });
      await wait(ms);
      get = async () => (await Promise.all([load(), again()]))[0];
    }
  }
  throw new Error('not reached');
}

/** A part of a page that is loaded when it is first drawn. */
export const pieceOf = <Props>(
  load: () => Promise<(props: Props) => ReactNode>,
): LazyExoticComponent<(props: Props) => ReactNode> => lazy(async () => ({ default: await fetched(load) }));

const KEPT = 'suture.renewed';
/** What fails again so soon is not for want of newer files. */
const AGAIN_MS = 60_000;

/** After the server was renewed, files that an open page still wants are gone: true where the page is loaded anew, once. */
export function renewed(now: number): boolean {
  const last = Number(sessionStorage.getItem(KEPT) ?? Number.NEGATIVE_INFINITY);
  if (now - last < AGAIN_MS) return false;
  sessionStorage.setItem(KEPT, String(now));
  window.location.reload();
  return true;
}
