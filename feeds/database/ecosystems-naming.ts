// Which ecosystems have advisories on packages of a name.
import type { DatabaseSync } from 'node:sqlite';

/**
 * Sorted. From one ecosystem to the next by the primary key: there are a hundred, and hundreds of thousands of packages.
 */
export const ecosystemsNaming = (database: DatabaseSync, name: string): readonly string[] =>
  database
    .prepare(
      `with recursive ecosystem (key) as (
         select min(ecosystem) from candidate
         union all select (select min(ecosystem) from candidate where ecosystem > key) from ecosystem where key is not null
       ) select key from ecosystem
       where key is not null and exists (select 1 from candidate where ecosystem = key and name = ?)`,
    )
    .all(name)
    .map(({ key }) => String(key));
