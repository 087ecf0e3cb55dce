// One test of a query as an SQL condition over one column; every value is a parameter.
import { spanOf } from '@suture/core/query/dates.ts';
import { compares, type Comparison } from '@suture/core/query/field.ts';
import type { Test } from '@suture/core/query/query.ts';
import type { Column, VersionOf } from './query-columns.ts';

/** Adds a parameter and gives its place, `$7::text`. */
export type Bind = (
  value: unknown,
  type: 'text' | 'text[]' | 'bigint[]' | 'int' | 'boolean' | 'timestamptz' | 'bigint' | 'uuid' | 'float8' | 'date',
) => string;

export interface TestContext {
  readonly bind: Bind;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** The stored versions that stand so to this one; for packages with the ecosystems that they are of. */
  readonly versions: (of: VersionOf, comparison: Comparison, version: string) => StoredVersions;
  /** Ids of the packages that are such a product, of `missing` those of any; absent where nobody looked that up. */
  readonly products?: ((test: Test) => readonly string[]) | undefined;
}

export interface StoredVersions {
  readonly versions: readonly string[];
  /** As long as `versions`; only of packages. */
  readonly ecosystems: readonly string[];
}

/** Undefined where the column cannot answer such a test. May be null in SQL, which finds nothing. */
export function testSql(test: Test, column: Column, context: TestContext): string | undefined {
  switch (column.kind) {
    case 'never':
      return test.kind === 'missing' ? 'true' : undefined;
    case 'inventory':
      return inventoryTest(test, context);
    case 'adapter': {
      const inner = valueTest(test, column.sql, context);
      return inner && `e.id in (select s.endpoint from section s where s.organisation = $1 and ${inner})`;
    }
    case 'texts': {
      if (test.kind === 'missing') return `cardinality(${column.sql}) = 0`;
      if (test.kind === 'present') return `cardinality(${column.sql}) > 0`;
      const inner = valueTest(test, 'value', context);
      return inner && `exists (select from unnest(${column.sql}) as value where ${inner})`;
    }
    case 'product': {
      if (context.products === undefined) return undefined;
      const some = `p.id = any(${context.bind(`{${context.products(test).join()}}`, 'bigint[]')})`;
      return test.kind === 'missing' ? `not ${some}` : some;
    }
    case 'rank':
      return test.kind === 'choice'
        ? `${column.sql} = ${context.bind(column.values.indexOf(test.value), 'int')}`
        : valueTest(test, column.sql, context);
    case 'version':
      return test.kind === 'version' ? versionTest(test, column, context) : valueTest(test, column.sql, context);
    case 'due':
      return valueTest(test, `${column.sql}::timestamp at time zone 'UTC'`, context);
    case 'past-due': {
      // Over when the day is: on the day itself there is still time.
      const today = context.bind(new Date(context.now).toISOString().slice(0, 10), 'date');
      return valueTest(test, `coalesce(${column.sql} < ${today}, false)`, context);
    }
    case 'text':
    case 'boolean':
    case 'moment':
    case 'number': {
      const { indexed } = column;
      const isIndexed = test.kind === 'choice' && test.value !== indexed?.but;
      return valueTest(test, (isIndexed && indexed?.sql) || column.sql, context);
    }
  }
}

function valueTest(test: Test, value: string, { bind, now }: TestContext): string | undefined {
  switch (test.kind) {
    case 'present':
      return `(${value}) is not null`;
    case 'missing':
      return `(${value}) is null`;
    case 'text':
      return textTest(test.match, folded(value), folded(bind(test.text, 'text')));
    case 'choice':
      return `(${value}) = ${bind(test.value, 'text')}`;
    case 'boolean':
      return `(${value}) = ${bind(test.value, 'boolean')}`;
    case 'age':
      // Longer ago is earlier.
      return `(${value}) ${TURNED[test.comparison]} ${bind(moment(now - test.seconds * 1000), 'timestamptz')}`;
    case 'ahead':
      return `(${value}) ${test.comparison} ${bind(moment(now + test.seconds * 1000), 'timestamptz')}`;
    case 'date':
      return dateTest(test.comparison, test.date, value, bind);
    case 'number':
      return `(${value}) ${test.comparison} ${bind(test.number, 'float8')}`;
    case 'version':
      return undefined;
  }
}

/** As JavaScript's toLowerCase, whatever the database's own language is. */
const folded = (value: string): string => `lower((${value}) collate "und-x-icu")`;

function textTest(match: 'equals' | 'begins' | 'ends' | 'contains', value: string, text: string): string {
  switch (match) {
    case 'equals':
      return `${value} = ${text}`;
    case 'begins':
      return `starts_with(${value}, ${text})`;
    case 'ends':
      return `right(${value}, length(${text})) = ${text}`;
    case 'contains':
      return `position(${text} in ${value}) > 0`;
  }
}

const TURNED = { '<': '>', '<=': '>=', '=': '=', '>=': '<=', '>': '<' } as const;

const moment = (ms: number): string => new Date(ms).toISOString();

function dateTest(comparison: Comparison, date: string, value: string, bind: Bind): string | undefined {
  const span = spanOf(date);
  if (span === undefined) return 'false';
  const from = (): string => bind(moment(span.from), 'timestamptz');
  const to = (): string => bind(moment(span.to), 'timestamptz');
  switch (comparison) {
    case '<':
      return `(${value}) < ${from()}`;
    case '<=':
      return `(${value}) < ${to()}`;
    case '=':
      return `((${value}) >= ${from()} and (${value}) < ${to()})`;
    case '>=':
      return `(${value}) >= ${from()}`;
    case '>':
      return `(${value}) >= ${to()}`;
  }
}

function versionTest(
  test: Extract<Test, { kind: 'version' }>,
  column: Extract<Column, { kind: 'version' }>,
  { bind, versions }: TestContext,
): string {
  const found = versions(column.of, test.comparison, test.version);
  if (column.of === 'release' || column.of === 'agent') {
    return `(${column.sql}) = any(${bind(found.versions, 'text[]')})`;
  }
  const known = `(p.ecosystem, ${column.sql}) in (select * from unnest(${bind(found.ecosystems, 'text[]')}, ${bind(found.versions, 'text[]')}))`;
  return compares(0, test.comparison)
    ? `(coalesce(${known}, false) or p.ecosystem is null and ${column.sql} = ${bind(test.version, 'text')})`
    : known;
}

const WORST = ['complete', 'partial', 'failed'];

/** As `testSql` of the column of inventories, of what is counted of them; with the same parameters. */
export const countedInventory = (sql: string): string =>
  sql.startsWith('e.id in')
    ? `array_position('{${WORST.join()}}'::text[], e.inventory) - 1 = ${sql.slice(sql.lastIndexOf('= ') + 2, -1)}`
    : sql === NO_SECTIONS
      ? "e.inventory = 'none'"
      : sql;

const NO_SECTIONS = 'e.id not in (select s.endpoint from section s where s.organisation = $1)';

function inventoryTest(test: Test, { bind }: TestContext): string | undefined {
  if (test.kind === 'present') return 'true';
  if (test.kind !== 'choice') return undefined;
  if (test.value === 'none') return NO_SECTIONS;
  return `e.id in (select s.endpoint from section s where s.organisation = $1 group by s.endpoint
    having max(case s.status when 'failed' then 2 when 'partial' then 1 else 0 end) = ${bind(WORST.indexOf(test.value), 'int')})`;
}
