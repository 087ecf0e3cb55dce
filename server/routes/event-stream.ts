// The text of server-sent events on its way to somebody who may read slowly: what piles up is bounded, and then it ends.
import { Readable } from 'node:stream';

export interface EventStream {
  readonly stream: Readable;
  /** Nothing once it has ended. Who lets more wait than is kept is let go, and begins again when ready. */
  readonly write: (text: string) => void;
  readonly end: () => void;
}

const MOST_WAITING = 64 * 1024;

export function eventStream(mostWaiting = MOST_WAITING): EventStream {
  // The limit is ours alone: nothing is asked of it before somebody reads.
  const stream = new Readable({ read: () => undefined });
  return {
    stream,
    write: (text) => {
      if (stream.destroyed || stream.readableEnded) return;
      if (stream.readableLength + Buffer.byteLength(text) > mostWaiting) stream.destroy();
      else stream.push(text);
    },
    end: () => void (stream.destroyed || stream.push(null)),
  };
}
