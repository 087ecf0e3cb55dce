// What was done, the newest first: by whom, what and to what in the URL; each entry unfolds to what it changed.
import { Button } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { api, dataOf } from '../../api/client.ts';
import { useRows } from '../../api/rows.ts';
import type { Item } from '../../api/types.ts';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { Instant } from '../../components/instant.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { Permitted } from '../../components/permitted.tsx';
import { shellQuoted } from '../../components/shell-quoted.ts';
import { ChainState } from './chain-state.tsx';
import { Entry } from './entry.tsx';
import { FILTERS, Filters } from './filters.tsx';

export type AuditEntry = Item<'listAudit'>;

const route = getRouteApi('/audit');

export function Audit() {
  const { t } = useTranslation();
  return (
    <Permitted title={t('nav.audit')} needs="audit.read">
      <AuditList />
    </Permitted>
  );
}

function AuditList() {
  const { t, i18n } = useTranslation();
  const filter = route.useSearch();
  const navigate = route.useNavigate();
  const rows = useRows<AuditEntry>(['audit', filter], ({ cursor, limit }) =>
    dataOf(
      api.GET('/api/v1/audit', { params: { query: { ...filter, limit, ...(cursor !== undefined && { cursor }) } } }),
    ),
  );
  const columns: readonly Column<AuditEntry>[] = [
    {
      id: 'sequence',
      header: t('audit.sequence'),
      width: '70px',
      align: 'end',
      cell: ({ sequence }) => sequence.toLocaleString(i18n.language),
    },
    {
      id: 'at',
      header: t('audit.at'),
      width: '130px',
      narrow: '104px',
      cell: ({ at }) => <Instant at={at} />,
    },
    {
      id: 'action',
      header: t('audit.action'),
      width: 'minmax(170px, 1fr)',
      narrow: 'minmax(0, 3fr)',
      cell: ({ action }) => action,
    },
    {
      id: 'actor',
      header: t('audit.actor'),
      width: 'minmax(140px, 1fr)',
      narrow: 'minmax(0, 2fr)',
      cell: ({ actor, actorName }) => <span title={actor}>{actorName ?? actor}</span>,
    },
    {
      id: 'subject',
      header: t('audit.subject'),
      width: 'minmax(200px, 2fr)',
      cell: ({ subject, subjectName }) =>
        subject === null ? (
          ''
        ) : subjectName === null ? (
          subject
        ) : (
          <span title={subject}>
            {subjectName} <span className="quiet">{subject.split(':')[0]}</span>
          </span>
        ),
    },
    { id: 'address', header: t('audit.address'), width: '130px', cell: ({ address }) => address ?? '' },
  ];
  const given = FILTERS.flatMap((name) => {
    const value = filter[name];
    return value === undefined ? [] : [`--${name} ${shellQuoted(value)}`];
  });
  return (
    <>
      <PageHeader title={t('nav.audit')} count={rows.total} cli={['suture audit ls', ...given].join(' ')}>
        <Button component="a" href="/api/v1/audit/export" download="suture-audit.jsonl" variant="default">
          {t('audit.export')}
        </Button>
      </PageHeader>
      <ChainState />
      <Filters key={JSON.stringify(filter)} filter={filter} onFilter={(next) => void navigate({ search: next })} />
      <DataTable
        label={t('nav.audit')}
        columns={columns}
        rows={rows}
        keyOf={({ sequence }) => String(sequence)}
        nameOf={({ sequence, action }) => `${sequence} ${action}`}
        unfold={(entry) => <Entry entry={entry} />}
        empty={t(given.length === 0 ? 'audit.none' : 'state.noMatch')}
      />
    </>
  );
}
