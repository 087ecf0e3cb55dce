// Words from the database: a connection of its own that listens, comes back when it breaks, and says when words may be missing.
import pg from 'pg';

export interface Listening {
  close(): Promise<void>;
}

export interface Listener {
  /** Of NOTIFY; at most 8,000 bytes. */
  readonly onWord: (payload: string) => void;
  /** It listens from now on: what was said before was not heard. */
  readonly onBegin: () => void;
}

const againMs = 5_000;

/** Behind a pooler that pools transactions no word comes: never rely on words alone. `channel`: an identifier of SQL. */
export function listen(connection: pg.ClientConfig, channel: string, { onWord, onBegin }: Listener): Listening {
  let current: pg.Client | undefined;
  let timer: NodeJS.Timeout | undefined;
  let isOver = false;
  const connect = async (): Promise<void> => {
    const client = new pg.Client({ ...connection, application_name: 'suture listening', keepAlive: true });
    current = client;
    const again = (): void => {
      if (isOver || current !== client) return;
      current = undefined;
      void client.end().catch(() => undefined);
      timer = setTimeout(() => void connect(), againMs).unref();
    };
    client.on('error', again);
    client.on('end', again);
    client.on('notification', ({ payload }) => onWord(payload ?? ''));
    try {
      await client.connect();
      await client.query(`listen ${channel}`);
      onBegin();
    } catch {
      again();
    }
  };
  void connect();
  return {
    async close() {
      isOver = true;
      clearTimeout(timer);
      await current?.end().catch(() => undefined);
    },
  };
}
