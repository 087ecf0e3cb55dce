// What a demo's server answered, marked in what is written of it: a file says so as well, when nobody sees standard error any more.
import type { Stream } from '../context.ts';

export const DEMO_MARK = 'All of this is made up.';

const marked = new WeakSet<Stream>();

/** From here on what goes to this stream is of a demo. */
export const noteDemo = (stdout: Stream): void => void marked.add(stdout);

export const isOfDemo = (stdout: Stream): boolean => marked.has(stdout);
