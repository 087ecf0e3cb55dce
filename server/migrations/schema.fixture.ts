// Everything a schema consists of, as sorted lines, to compare two databases by.
import type pg from 'pg';

/** Each query gives one column of text. Names of objects, never their ids, which differ between databases. */
const queries: readonly string[] = [
  `select format('relation %s %s kind=%s rls=%s forced=%s options=%s rights=%s', n.nspname, c.relname, c.relkind,
     c.relrowsecurity, c.relforcerowsecurity, c.reloptions, c.relacl)
   from pg_class c join pg_namespace n on n.oid = c.relnamespace where %SCHEMA%`,
  `select format('column %s.%s #%s %s not_null=%s default=%s identity=%s generated=%s collation=%s rights=%s', c.relname, a.attname, a.attnum,
     format_type(a.atttypid, a.atttypmod), a.attnotnull, pg_get_expr(d.adbin, d.adrelid), a.attidentity, a.attgenerated, a.attcollation::regcollation, a.attacl)
   from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
   left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
   where a.attnum > 0 and not a.attisdropped and %SCHEMA%`,
  `select format('constraint %s %s %s validated=%s', c.conrelid::regclass, c.conname, pg_get_constraintdef(c.oid), c.convalidated)
   from pg_constraint c join pg_namespace n on n.oid = c.connamespace where %SCHEMA%`,
  `select 'index ' || pg_get_indexdef(i.indexrelid) || ' valid=' || i.indisvalid
   from pg_index i join pg_class c on c.oid = i.indexrelid join pg_namespace n on n.oid = c.relnamespace where %SCHEMA%`,
  `select format('policy %s %s %s %s roles=%s using=%s check=%s', p.tablename, p.policyname, p.permissive, p.cmd, p.roles, p.qual, p.with_check)
   from pg_policies p join pg_namespace n on n.nspname = p.schemaname where %SCHEMA%`,
  `select format('function %s rights=%s', pg_get_functiondef(p.oid), p.proacl)
   from pg_proc p join pg_namespace n on n.oid = p.pronamespace where p.prokind in ('f', 'p') and %SCHEMA%`,
  `select 'trigger ' || pg_get_triggerdef(t.oid)
   from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_namespace n on n.oid = c.relnamespace
   where not t.tgisinternal and %SCHEMA%`,
  `select format('view %s %s', c.relname, pg_get_viewdef(c.oid))
   from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind in ('v', 'm') and %SCHEMA%`,
  `select format('type %s %s %s', t.typname, t.typtype, array(select enumlabel from pg_enum e where e.enumtypid = t.oid order by enumsortorder))
   from pg_type t join pg_namespace n on n.oid = t.typnamespace where t.typtype in ('e', 'd', 'r') and %SCHEMA%`,
  `select format('extension %s', extname) from pg_extension e join pg_namespace n on n.oid = e.extnamespace where true`,
  `select format('schema %s %s', n.nspname, n.nspacl) from pg_namespace n where %SCHEMA%`,
  `select format('statistics %s', pg_get_statisticsobjdef(s.oid))
   from pg_statistic_ext s join pg_namespace n on n.oid = s.stxnamespace where %SCHEMA%`,
  `select format('comment %s %s', pg_describe_object(classoid, objoid, objsubid), description)
   from pg_description where objoid >= 16384`,
];

const ownSchemas = String.raw`n.nspname not like 'pg\_%' and n.nspname <> 'information_schema'`;

/** One line for each table, column, constraint, index, policy, function, trigger, view, type, extension and comment. */
export async function describeSchema(client: Pick<pg.Client, 'query'>): Promise<readonly string[]> {
  const lines: string[] = [];
  for (const query of queries) {
    const { rows } = await client.query<[string]>({ text: query.replace('%SCHEMA%', ownSchemas), rowMode: 'array' });
    lines.push(...rows.map(([line]) => line));
  }
  return lines.toSorted();
}
