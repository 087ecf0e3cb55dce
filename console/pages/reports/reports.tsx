// Evidence for whoever has to be shown it: the state of the record of changes, and a report of each deployment.
import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { pieceOf } from '../../files.ts';
import { api, dataOf } from '../../api/client.ts';
import { useMay } from '../../api/me.ts';
import { useRows } from '../../api/rows.ts';
import type { Item } from '../../api/types.ts';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { Instant } from '../../components/instant.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { Loading } from '../../components/page-state.tsx';
import { Permitted } from '../../components/permitted.tsx';
import { StateMark } from '../../components/state-mark.tsx';
import { ChainState } from '../audit/chain-state.tsx';
import styles from './reports.module.css';

const TimeToFix = pieceOf(async () => (await import('./time-to-fix.tsx')).TimeToFix);

export function Reports() {
  const { t } = useTranslation();
  return (
    <Permitted title={t('nav.reports')} needs="deployment.read">
      <ReportList />
    </Permitted>
  );
}

function ReportList() {
  const { t, i18n } = useTranslation();
  const maySeeAudit = useMay('audit.read');
  const maySeeInventory = useMay('inventory.read');
  const rows = useRows<Item<'listDeployments'>>(['deployments', 'all'], ({ cursor, limit }) =>
    dataOf(
      api.GET('/api/v1/deployments', {
        params: { query: { of: 'all', limit, ...(cursor !== undefined && { cursor }) } },
      }),
    ),
  );
  const columns: readonly Column<Item<'listDeployments'>>[] = [
    {
      id: 'name',
      header: t('reports.report'),
      width: 'minmax(200px, 2fr)',
      narrow: 'minmax(0, 3fr)',
      cell: ({ id, name }) => (
        <Link to="/reports/$id" params={{ id }}>
          {name}
        </Link>
      ),
    },
    {
      id: 'state',
      header: t('deployments.state'),
      width: 'minmax(170px, 1fr)',
      narrow: 'minmax(0, 2fr)',
      cell: ({ state }) => <StateMark of="deployment" state={state} />,
    },
    {
      id: 'progress',
      header: t('deployments.progress'),
      width: '110px',
      align: 'end',
      cell: ({ done, endpoints }) =>
        `${done.toLocaleString(i18n.language)} / ${endpoints.toLocaleString(i18n.language)}`,
    },
    {
      id: 'created',
      header: t('deployments.created'),
      width: '150px',
      cell: ({ createdAt }) => <Instant at={createdAt} />,
    },
  ];
  return (
    <>
      <PageHeader title={t('nav.reports')} count={rows.total} cli="suture deployments ls" />
      {maySeeAudit && (
        <section aria-labelledby="record" className={styles['record']}>
          <h2 id="record">{t('reports.record')}</h2>
          <ChainState />
          <p>
            <Button
              component="a"
              href="/api/v1/audit/export"
              download="suture-audit.jsonl"
              variant="default"
              size="compact-sm"
            >
              {t('audit.export')}
            </Button>{' '}
            <Link to="/audit">{t('nav.audit')}</Link>
          </p>
        </section>
      )}
      {maySeeInventory && (
        <Suspense fallback={<Loading rows={6} />}>
          <TimeToFix />
        </Suspense>
      )}
      <h2 className={styles['title']}>{t('reports.each')}</h2>
      <DataTable
        label={t('nav.reports')}
        columns={columns}
        rows={rows}
        keyOf={({ id }) => id}
        nameOf={({ name }) => name}
        empty={t('reports.none')}
      />
    </>
  );
}
