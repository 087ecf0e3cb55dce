// Findings deliberately not acted on: what each exception covers now, who answers for it, why, and until when.
import { Button, SegmentedControl } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { pieceOf } from '../../files.ts';
import { allRows } from '../../api/all-rows.ts';
import { api, dataOf } from '../../api/client.ts';
import { useMay } from '../../api/me.ts';
import type { Item } from '../../api/types.ts';
import { DataTable } from '../../components/data-table.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { Permitted } from '../../components/permitted.tsx';
import { EXCEPTIONS_OF } from '../../urls.ts';
import { exceptionColumns } from './columns.tsx';
import { ExceptionDetail } from './exception-detail.tsx';
import type { Decided } from './decide-exception.tsx';

export type Exception = Item<'listExceptions'>;
export const OLD = ['exceptions', 'plan-preview', 'endpoint-findings'];

// What opens is loaded when it first does.
const NewException = pieceOf(async () => (await import('./new-exception.tsx')).NewException);
const DecideException = pieceOf(async () => (await import('./decide-exception.tsx')).DecideException);

const route = getRouteApi('/exceptions');

const STATES: Readonly<Record<(typeof EXCEPTIONS_OF)[number], readonly Exception['state'][]>> = {
  waiting: ['waits'],
  holding: ['holds', 'to-come'],
  over: ['expired', 'ended'],
};

export function Exceptions() {
  const { t } = useTranslation();
  return (
    <Permitted title={t('nav.exceptions')} needs="deployment.read">
      <ExceptionList />
    </Permitted>
  );
}

function ExceptionList() {
  const { t, i18n } = useTranslation();
  const { of, dialog, q } = route.useSearch();
  const navigate = route.useNavigate();
  const mayMake = useMay('exception.create');
  const mayApprove = useMay('exception.approve');
  const [decided, setDecided] = useState<Decided>();
  const list = useQuery({ queryKey: ['exceptions'], queryFn: () => dataOf(api.GET('/api/v1/exceptions')) });
  const rows = allRows<Exception>(list);
  const shown = (list.data?.items ?? []).filter(({ state }) => of === undefined || STATES[of].includes(state));
  return (
    <>
      <PageHeader
        title={t('nav.exceptions')}
        count={list.data === undefined ? undefined : shown.length}
        cli="suture exceptions ls"
      >
        {mayMake && (
          <Button onClick={() => void navigate({ search: (now) => ({ ...now, dialog: 'new' }) })}>
            {t('exceptions.new')}
          </Button>
        )}
      </PageHeader>
      <SegmentedControl
        size="xs"
        style={{ alignSelf: 'flex-start' }}
        aria-label={t('exceptions.of.label')}
        value={of ?? 'all'}
        onChange={(next) => {
          const wanted = EXCEPTIONS_OF.find((each) => each === next);
          void navigate({ search: wanted === undefined ? {} : { of: wanted } });
        }}
        data={(['all', ...EXCEPTIONS_OF] as const).map((value) => ({ value, label: t(`exceptions.of.${value}`) }))}
      />
      <DataTable
        label={t('nav.exceptions')}
        columns={exceptionColumns({ t, language: i18n.language, mayMake, mayApprove, decide: setDecided })}
        rows={{ ...rows, total: rows.total === undefined ? undefined : shown.length, at: (index) => shown[index] }}
        keyOf={({ id }) => id}
        nameOf={({ covers }) => covers}
        unfold={(exception) => <ExceptionDetail exception={exception} />}
        empty={of === undefined ? t('exceptions.none') : t('state.empty')}
      />
      <Suspense fallback={null}>
        {dialog === 'new' && (
          <NewException covers={q ?? ''} onClose={() => void navigate({ search: of === undefined ? {} : { of } })} />
        )}
        {decided && <DecideException decided={decided} onClose={() => setDecided(undefined)} />}
      </Suspense>
    </>
  );
}
