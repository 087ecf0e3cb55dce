// Packages that wait to be judged: how many there are, and a word from the database when more have come.
import type pg from 'pg';
import type { Transaction } from './database.ts';
import { listen, type Listening } from './listen.ts';

export async function duePackages(transaction: Transaction): Promise<number> {
  const [row] = await transaction.query<{ readonly due: string }>(
    'select count(*) as due from package where organisation = $1 and due',
    [transaction.organisation],
  );
  return Number(row?.due ?? 0);
}

/**
 * Calls back when a server has committed new packages, and once for each connection made: something may have come before.
 * Behind a pooler that pools transactions no word comes, so look now and then as well.
 */
export const listenForDue = (connection: pg.ClientConfig, callBack: () => void): Listening =>
  listen(connection, 'suture_due', { onWord: callBack, onBegin: callBack });
