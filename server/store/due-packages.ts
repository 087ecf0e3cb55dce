// Packages that wait to be judged: how many there are, and a word from the database when more have come.
import pg from 'pg';
import type { Transaction } from './database.ts';

export async function duePackages(transaction: Transaction): Promise<number> {
  const [row] = await transaction.query<{ readonly due: string }>(
    'select count(*) as due from package where organisation = $1 and due',
    [transaction.organisation],
  );
  return Number(row?.due ?? 0);
}

export interface Listening {
  close(): Promise<void>;
}

const againMs = 5_000;

/**
 * Calls back when a server has committed new packages, and once for each connection made: something may have come before.
 * Behind a pooler that pools transactions no word comes, so look now and then as well.
 */
export function listenForDue(connection: pg.ClientConfig, callBack: () => void): Listening {
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
    client.on('notification', callBack);
    try {
      await client.connect();
      await client.query('listen suture_due');
      callBack();
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
