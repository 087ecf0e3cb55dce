// Until when the systems in use are supported, and the software on them; what is not any more first.
import { SegmentedControl } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { TFunction } from 'i18next';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { api, dataOf } from '../../api/client.ts';
import { useRowsAt } from '../../api/rows.ts';
import type { Item } from '../../api/types.ts';
import { NothingKnown } from '../../components/advisories-known.tsx';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { ListPage } from '../../components/list-page.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { SeverityMark } from '../../components/severity-mark.tsx';
import { useServerWords } from '../../i18n/server-words.ts';
import { SUPPORT_LEVEL } from '../../theme/states.ts';

type System = Item<'listLifecycles'>;
type Software = Item<'listSoftwareLifecycles'>;

const route = getRouteApi('/lifecycle');

export function Lifecycle() {
  const { t } = useTranslation();
  const { of } = route.useSearch();
  const navigate = route.useNavigate();
  const which = (
    <SegmentedControl
      size="xs"
      aria-label={t('lifecycle.of.label')}
      value={of ?? 'systems'}
      data={(['systems', 'software'] as const).map((value) => ({ value, label: t(`lifecycle.of.${value}`) }))}
      onChange={(next) => void navigate({ search: next === 'software' ? { of: 'software' } : {} })}
    />
  );
  const columns = useColumns();
  if (of === 'software') return <SoftwareLifecycles columns={columns}>{which}</SoftwareLifecycles>;
  return (
    <ListPage
      title={t('nav.lifecycle')}
      name="lifecycle"
      cli="suture lifecycle"
      fetchPage={(query) => dataOf(api.GET('/api/v1/lifecycle', { params: { query } }))}
      columns={columns((row: System) => `os:"${row.os}" release:"${row.release}"`, t('lifecycle.release'))}
      keyOf={({ product, release }) => `${product} ${release}`}
      nameOf={({ label }) => label}
      empty={t('lifecycle.none')}
    >
      {which}
    </ListPage>
  );
}

function SoftwareLifecycles({
  columns,
  children,
}: {
  readonly columns: ReturnType<typeof useColumns>;
  readonly children: ReactNode;
}) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const rows = useRowsAt<Software>(['lifecycle-software'], (query) =>
    dataOf(api.GET('/api/v1/lifecycle/software', { params: { query } })),
  );
  const isWhole = queries
    .getQueriesData<{ readonly isWhole?: boolean }>({ queryKey: ['lifecycle-software'] })
    .every(([, page]) => page?.isWhole !== false);
  return (
    <>
      <PageHeader title={t('nav.lifecycle')} count={rows.total} cli="suture lifecycle --software">
        {children}
      </PageHeader>
      {!isWhole && <p className="quiet">{t('lifecycle.notWhole')}</p>}
      <DataTable
        label={t('lifecycle.of.software')}
        columns={columns((row: Software) => row.q, t('lifecycle.software'))}
        rows={rows}
        keyOf={({ product, release, state, label }) => JSON.stringify([product, release, state, label])}
        nameOf={({ label }) => label}
        empty={<NothingKnown otherwise={t('lifecycle.noSoftware')} />}
      />
    </>
  );
}

/** `queryOf`: of the endpoints that a row counts; null where it would be too long. */
function useColumns() {
  const { t, i18n } = useTranslation();
  const words = useServerWords();
  return <Row extends Software | System>(
    queryOf: (row: Row) => string | null,
    name: string,
  ): readonly Column<Row>[] => [
    { id: 'label', header: name, width: 'minmax(180px, 1fr)', cell: ({ label }) => label },
    { id: 'state', header: t('lifecycle.state'), width: '190px', cell: (row) => <State t={t} state={row.state} /> },
    { id: 'end', header: t('lifecycle.end'), width: '120px', cell: ({ endOfLife }) => endOfLife ?? t('level.unknown') },
    { id: 'until', header: t('lifecycle.extended'), width: '130px', cell: ({ extendedUntil }) => extendedUntil ?? '–' },
    {
      id: 'endpoints',
      header: t('vulnerabilities.endpoints'),
      width: '90px',
      align: 'end',
      cell: (row) => {
        const q = queryOf(row);
        const shown = row.endpoints.toLocaleString(i18n.language);
        if (q === null) return <span title={t('lifecycle.tooMany')}>{shown}</span>;
        return (
          <Link to="/endpoints" search={{ q }}>
            {shown}
          </Link>
        );
      },
    },
    {
      id: 'note',
      header: t('lifecycle.note'),
      width: 'minmax(200px, 2fr)',
      cell: ({ note, source }) => (
        <span title={note === null ? '' : words.sentence(note)}>
          {note === null ? null : words.sentence(note)} <span className="quiet">{source}</span>
        </span>
      ),
    },
  ];
}

function State({ t, state }: { readonly t: TFunction; readonly state: System['state'] }) {
  return (
    <>
      <SeverityMark level={SUPPORT_LEVEL[state]} bare /> {t(`lifecycle.states.${state}`)}
    </>
  );
}
