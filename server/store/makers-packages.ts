// Packages that come straight from their makers: nobody else supports them when those no longer do.
import { type PackageRow, PACKAGE_COLUMNS } from './package-rows.ts';
import type { Transaction } from './database.ts';

/** Rows at most. */
export const MOST_OF_MAKERS = 50_000;

/** What no distribution supports, whoever has it. One more than `MOST_OF_MAKERS` where there is more. */
export function packagesOfMakers(transaction: Transaction): Promise<readonly PackageRow[]> {
  return transaction.query<PackageRow & Record<string, unknown>>(
    `select ${PACKAGE_COLUMNS} from package p
     where p.organisation = $1 and p.purl !~ '^pkg:(deb|rpm|apk|alpm|generic/firmware|generic/own)/'
     order by p.id limit ${MOST_OF_MAKERS + 1}`,
    [transaction.organisation],
  );
}
