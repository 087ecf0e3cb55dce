// Packages of one's own: what is on offer and what was withdrawn, for which machines, and who signed it.
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { pieceOf } from '../../files.ts';
import { useAct } from '../../api/act.ts';
import { allRows } from '../../api/all-rows.ts';
import { api, dataOf } from '../../api/client.ts';
import { useMay } from '../../api/me.ts';
import type { Item } from '../../api/types.ts';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { Instant } from '../../components/instant.tsx';
import { bytesText } from '../plan/bytes-text.ts';
import { ownPackages } from './own-list.ts';
import { ReleaseDetail, ReleaseState } from './own-release.tsx';

const ConfirmByName = pieceOf(async () => (await import('../../components/confirm-by-name.tsx')).ConfirmByName);

export type Release = Item<'listOwnPackages'>;

/** `q`: any part of a name, a title or a vendor, in small letters. */
export function OwnPackages({ q }: { readonly q: string }) {
  const { t, i18n } = useTranslation();
  const mayEdit = useMay('policy.edit');
  const [withdrawn, setWithdrawn] = useState<Release>();
  const list = useQuery(ownPackages);
  const withdraw = useAct(
    ({ package: name, version }: Release, header) =>
      dataOf(
        api.DELETE('/api/v1/own-packages/{package}/{version}', {
          params: { path: { package: name, version }, header },
        }),
      ),
    { old: ['own-packages'], onDone: () => setWithdrawn(undefined) },
  );
  const isMeant = ({ package: name, title, vendor }: Release): boolean =>
    [name, title, vendor].some((text) => text.toLowerCase().includes(q));
  const shown = (list.data?.items ?? []).filter(isMeant);
  const rows = allRows<Release>(list);
  return (
    <>
      <DataTable
        label={t('catalog.of.own')}
        columns={columnsOf({ t, language: i18n.language, withdraw: mayEdit ? setWithdrawn : undefined })}
        rows={{ ...rows, total: rows.total === undefined ? undefined : shown.length, at: (index) => shown[index] }}
        keyOf={({ package: name, version }) => `${name} ${version}`}
        nameOf={({ package: name, version }) => `${name} ${version}`}
        unfold={(release) => <ReleaseDetail release={release} />}
        empty={q === '' ? t('catalog.own.none') : t('state.empty')}
      />
      <Suspense fallback={null}>
        {withdrawn && (
          <ConfirmByName
            title={t('catalog.own.withdrawWhich', { name: withdrawn.package, version: withdrawn.version })}
            submit={t('catalog.own.withdraw')}
            name={withdrawn.package}
            onConfirm={() => withdraw.mutate(withdrawn)}
            onClose={() => setWithdrawn(undefined)}
            error={withdraw.error}
            isPending={withdraw.isPending}
          >
            {t('catalog.own.withdrawWhat')}
          </ConfirmByName>
        )}
      </Suspense>
    </>
  );
}

interface ColumnsOptions {
  readonly t: ReturnType<typeof useTranslation>['t'];
  readonly language: string;
  /** Undefined for who may not. */
  readonly withdraw: ((release: Release) => void) | undefined;
}

function columnsOf({ t, language, withdraw }: ColumnsOptions): readonly Column<Release>[] {
  return [
    {
      id: 'package',
      header: t('catalog.own.package'),
      width: 'minmax(200px, 2fr)',
      narrow: 'minmax(0, 3fr)',
      cell: ({ package: name, title, vendor }) => (
        <span title={name}>
          {title} <span className="quiet">{vendor}</span>
        </span>
      ),
    },
    {
      id: 'version',
      header: t('catalog.own.version'),
      width: 'minmax(110px, 1fr)',
      narrow: 'minmax(0, 2fr)',
      cell: ({ version }) => <span className="mono">{version}</span>,
    },
    {
      id: 'state',
      header: t('catalog.own.state'),
      width: 'minmax(240px, 1.6fr)',
      cell: (release) => <ReleaseState release={release} />,
    },
    {
      id: 'systems',
      header: t('catalog.own.systems'),
      width: 'minmax(140px, 1fr)',
      cell: ({ kinds, systems }) => (
        <span className="quiet">
          {systems.join(', ')} ({[...new Set(kinds)].join(', ')})
        </span>
      ),
    },
    {
      id: 'bytes',
      header: t('catalog.own.bytes'),
      width: '90px',
      align: 'end',
      cell: ({ bytes }) => bytesText(bytes, language),
    },
    {
      id: 'published',
      header: t('catalog.own.published'),
      width: '130px',
      cell: ({ publishedAt }) => <Instant at={publishedAt} />,
    },
    ...(withdraw === undefined
      ? []
      : [
          {
            id: 'actions',
            header: t('act.actions'),
            width: '130px',
            cell: (release: Release) =>
              release.withdrawnAt === null && (
                <Button
                  size="compact-xs"
                  variant="default"
                  aria-label={t('catalog.own.withdrawWhich', { name: release.package, version: release.version })}
                  onClick={() => withdraw(release)}
                >
                  {t('catalog.own.withdraw')}
                </Button>
              ),
          },
        ]),
  ];
}
