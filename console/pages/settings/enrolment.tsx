// Tokens that let machines join: what each puts on them, how often it still works, and a new one.
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../api/act.ts';
import { allRows } from '../../api/all-rows.ts';
import { api, dataOf } from '../../api/client.ts';
import { useMay } from '../../api/me.ts';
import type { Item } from '../../api/types.ts';
import { ActError } from '../../components/act-error.tsx';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { Instant } from '../../components/instant.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { Permitted } from '../../components/permitted.tsx';
import { EnrolMachine } from './enrol-machine.tsx';
import { useNames } from '../../api/names.ts';
import { TokenState } from './token-state.tsx';

type EnrolmentToken = Item<'listEnrolmentTokens'>;

const route = getRouteApi('/settings/enrolment');

export function Enrolment() {
  const { t } = useTranslation();
  return (
    <Permitted title={t('settings.place.enrolment')} needs="enrolment-token.create">
      <EnrolmentList />
    </Permitted>
  );
}

function EnrolmentList() {
  const { t, i18n } = useTranslation();
  const { dialog } = route.useSearch();
  const navigate = route.useNavigate();
  const mayRevoke = useMay('enrolment-token.revoke');
  const nameOf = useNames();
  const list = useQuery({
    queryKey: ['enrolment-tokens'],
    queryFn: () => dataOf(api.GET('/api/v1/enrolment-tokens')),
  });
  const revoke = useAct(
    (id: string, once) =>
      dataOf(api.DELETE('/api/v1/enrolment-tokens/{id}', { params: { path: { id } }, headers: { ...once } })),
    { old: ['enrolment-tokens'] },
  );
  const columns: readonly Column<EnrolmentToken>[] = [
    { id: 'hint', header: t('tokens.hint'), width: '90px', narrow: '70px', cell: ({ hint }) => <code>…{hint}</code> },
    {
      id: 'state',
      header: t('tokens.state'),
      width: '120px',
      narrow: 'minmax(0, 1fr)',
      cell: ({ expiresAt, revokedAt, usesLeft }) => (
        <TokenState expiresAt={expiresAt} revokedAt={revokedAt} usesLeft={usesLeft} />
      ),
    },
    {
      id: 'uses',
      header: t('enrolment.usesLeft'),
      width: '120px',
      cell: ({ uses, usesLeft }) =>
        uses === null
          ? usesLeft.toLocaleString(i18n.language)
          : t('enrolment.of', {
              left: usesLeft.toLocaleString(i18n.language),
              all: uses.toLocaleString(i18n.language),
            }),
    },
    {
      id: 'tags',
      header: t('endpoints.tags'),
      width: 'minmax(120px, 2fr)',
      cell: ({ tags }) =>
        tags.length === 0 ? <span className="quiet">{t('enrolment.noTags')}</span> : tags.join(', '),
    },
    {
      id: 'approve',
      header: t('enrolment.approval'),
      width: 'minmax(140px, 1fr)',
      cell: ({ autoApprove }) => t(autoApprove ? 'enrolment.atOnce' : 'enrolment.waits'),
    },
    { id: 'ends', header: t('act.endsAt'), width: '120px', cell: ({ expiresAt }) => <Instant at={expiresAt} /> },
    {
      id: 'by',
      header: t('enrolment.by'),
      width: 'minmax(120px, 1fr)',
      cell: ({ createdBy }) => <span title={createdBy}>{nameOf(createdBy)}</span>,
    },
    ...(mayRevoke
      ? [
          {
            id: 'actions',
            header: t('act.actions'),
            width: '110px',
            narrow: '80px',
            cell: ({ id, hint, revokedAt, usesLeft, expiresAt }: EnrolmentToken) =>
              revokedAt === null &&
              usesLeft > 0 &&
              Date.parse(expiresAt) > Date.now() && (
                <Button
                  size="compact-xs"
                  variant="default"
                  aria-label={t('enrolment.revokeWhich', { hint })}
                  onClick={() => revoke.mutate(id)}
                >
                  {t('act.revoke')}
                </Button>
              ),
          },
        ]
      : []),
  ];
  return (
    <>
      <PageHeader title={t('settings.place.enrolment')} count={list.data?.items.length} cli="suture enrol ls">
        <Button onClick={() => void navigate({ search: { dialog: 'new' } })}>{t('enrolment.new')}</Button>
      </PageHeader>
      <DataTable
        label={t('settings.place.enrolment')}
        columns={columns}
        rows={allRows(list)}
        keyOf={({ id }) => id}
        nameOf={({ hint }) => hint}
        empty={t('enrolment.none')}
      />
      <ActError error={revoke.error} />
      {dialog === 'new' && <EnrolMachine onClose={() => void navigate({ search: {} })} />}
    </>
  );
}
