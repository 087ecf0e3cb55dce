// Third-party products in use: by which channels, in which versions, what is said of their updates, and what nobody manages.
import { Button, SegmentedControl, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { pieceOf } from '../../files.ts';
import { api, dataOf } from '../../api/client.ts';
import { useMay } from '../../api/me.ts';
import { useRowsAt } from '../../api/rows.ts';
import { DataTable } from '../../components/data-table.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { Loading } from '../../components/page-state.tsx';
import { CATALOG_OF } from '../../urls.ts';
import { catalogColumns, type Product } from './columns.tsx';
import styles from './catalog.module.css';
import { ownPackages } from './own-list.ts';
import { ProductDetail } from './product-detail.tsx';
import { Unmanaged } from './unmanaged.tsx';

export const OLD = ['catalog', 'plan-preview'];

// What opens is loaded when it first does.
const EditRule = pieceOf(async () => (await import('./edit-rule.tsx')).EditRule);
const OwnPackages = pieceOf(async () => (await import('./own-packages.tsx')).OwnPackages);
const RemoveRule = pieceOf(async () => (await import('./remove-rule.tsx')).RemoveRule);

const route = getRouteApi('/catalog');

export function Catalog() {
  const { t, i18n } = useTranslation();
  const { of = 'all', q = '', dialog } = route.useSearch();
  const navigate = route.useNavigate();
  const mayEdit = useMay('policy.edit');
  const [changed, setChanged] = useState<Product>();
  const [removed, setRemoved] = useState<Product>();
  const queries = useQueryClient();
  const products = useRowsAt<Product>(['catalog', of === 'unmanaged' || of === 'own' ? 'all' : of, q], (place) =>
    dataOf(
      api.GET('/api/v1/catalog', {
        params: { query: { words: q, ...place, ...((of === 'ruled' || of === 'wrong') && { of }) } },
      }),
    ),
  );
  const own = useQuery({ ...ownPackages, enabled: of === 'own' });
  // Each page says whether all that there is was counted.
  const isWhole = queries
    .getQueriesData<{ readonly isWhole?: boolean }>({ queryKey: ['catalog'] })
    .every(([, page]) => page?.isWhole !== false);
  return (
    <>
      <PageHeader
        title={t('nav.catalog')}
        count={of === 'own' ? own.data?.items.length : of === 'unmanaged' ? undefined : products.total}
        cli={of === 'own' ? 'suture package ls' : 'suture catalog status'}
      >
        {mayEdit && of !== 'own' && (
          <Button onClick={() => void navigate({ search: (now) => ({ ...now, dialog: 'new' }) })}>
            {t('catalog.new')}
          </Button>
        )}
      </PageHeader>
      <div className={styles['bar']}>
        <SegmentedControl
          size="xs"
          className={styles['of'] ?? ''}
          aria-label={t('catalog.of.label')}
          value={of}
          onChange={(next) => {
            const wanted = CATALOG_OF.find((each) => each === next);
            void navigate({ search: { ...(q !== '' && { q }), ...(wanted !== undefined && { of: wanted }) } });
          }}
          data={(['all', ...CATALOG_OF] as const).map((value) => ({ value, label: t(`catalog.of.${value}`) }))}
        />
        <TextInput
          size="xs"
          type="search"
          id="query"
          aria-label={t('catalog.find')}
          placeholder={t('catalog.find')}
          value={q}
          onChange={({ currentTarget: { value } }) =>
            void navigate({
              search: { ...(of !== 'all' && { of }), ...(value !== '' && { q: value }) },
              replace: true,
            })
          }
        />
        {!isWhole && <span className="quiet">{t('catalog.notWhole')}</span>}
      </div>
      {of === 'own' && (
        <Suspense fallback={<Loading rows={6} />}>
          <OwnPackages q={q.toLowerCase()} />
        </Suspense>
      )}
      {of === 'unmanaged' && <Unmanaged words={q} />}
      {of !== 'own' && of !== 'unmanaged' && (
        <DataTable
          label={t('nav.catalog')}
          columns={catalogColumns({
            t,
            language: i18n.language,
            of,
            mayEdit,
            change: setChanged,
            remove: setRemoved,
          })}
          rows={products}
          keyOf={({ product }) => product}
          nameOf={({ name }) => name}
          unfold={(product) => <ProductDetail product={product} />}
          empty={of === 'all' && q === '' ? t('catalog.none') : t('state.empty')}
        />
      )}
      <Suspense fallback={null}>
        {dialog === 'new' && (
          <EditRule
            product={undefined}
            onClose={() => void navigate({ search: { ...(of !== 'all' && { of }), ...(q !== '' && { q }) } })}
          />
        )}
        {changed && <EditRule product={changed} onClose={() => setChanged(undefined)} />}
        {removed && <RemoveRule product={removed} onClose={() => setRemoved(undefined)} />}
      </Suspense>
    </>
  );
}
