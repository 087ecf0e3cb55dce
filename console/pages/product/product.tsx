// One product of the catalog: who has it by which channel, what is said of its updates, until when it is supported, what closes what.
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { Fragment, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { pieceOf } from '../../files.ts';
import { api, dataOf } from '../../api/client.ts';
import { useMay } from '../../api/me.ts';
import type { Answer } from '../../api/types.ts';
import { PageHeader } from '../../components/page-header.tsx';
import { Failed, Loading } from '../../components/page-state.tsx';
import { SeverityMark } from '../../components/severity-mark.tsx';
import { shellQuoted } from '../../components/shell-quoted.ts';
import { ProductDetail } from '../catalog/product-detail.tsx';
import { Names, Via } from './channels.tsx';
import { Security } from './security.tsx';
import { Support } from './support.tsx';
import { Updates } from './updates.tsx';
import styles from './product.module.css';

export type Known = Answer<'readCatalogProduct'>;

// What opens is loaded when it first does.
const EditRule = pieceOf(async () => (await import('../catalog/edit-rule.tsx')).EditRule);

const route = getRouteApi('/catalog/$product');

export function ProductPage() {
  const { t } = useTranslation();
  const { product } = route.useParams();
  const mayEdit = useMay('policy.edit');
  const [isEdited, setEdited] = useState(false);
  const { data, error, refetch } = useQuery({
    queryKey: ['catalog', 'one', product],
    queryFn: () => dataOf(api.GET('/api/v1/catalog/{product}', { params: { path: { product } } })),
  });
  return (
    <>
      <PageHeader title={data?.name ?? product} cli={`suture catalog show ${shellQuoted(product)} --fleet`}>
        {mayEdit && data !== undefined && (
          <Button onClick={() => setEdited(true)}>
            {t(data.rule === null ? 'catalog.new' : 'catalog.changeRule')}
          </Button>
        )}
      </PageHeader>
      {error !== null && data === undefined && <Failed error={error} retry={() => void refetch()} />}
      {error === null && data === undefined && <Loading rows={8} />}
      {data !== undefined && (
        <>
          <Head known={data} />
          <section aria-labelledby="rule">
            <h2 id="rule">{t('catalog.one.rule')}</h2>
            {data.rule === null && <p className={styles['note']}>{t('catalog.one.noRule')}</p>}
            <ProductDetail product={data} isWhole />
          </section>
          <Via known={data} />
          <Updates known={data} />
          <Support known={data} />
          <Security known={data} />
          <Names known={data} />
          <Sources known={data} />
        </>
      )}
      <Suspense fallback={null}>
        {isEdited && data !== undefined && <EditRule product={data} onClose={() => setEdited(false)} />}
      </Suspense>
    </>
  );
}

/** Who makes it, where it is, who says that all of it is one product, and the way to having it elsewhere or no more. */
function Head({ known: { vendor, endpoints, q, product, origin } }: { readonly known: Known }) {
  const { t, i18n } = useTranslation();
  const mayPlan = useMay('plan.create');
  return (
    <p className={styles['note']}>
      {vendor ?? t('catalog.one.noVendor')} · <code>{product}</code> ·{' '}
      <Link to="/endpoints" search={{ q }}>
        {t('catalog.one.endpoints', { count: endpoints, shown: endpoints.toLocaleString(i18n.language) })}
      </Link>{' '}
      · {t(`catalog.one.origin.${origin}`)}
      {mayPlan &&
        (['install', 'remove'] as const).map((ships) => (
          <Fragment key={ships}>
            {' · '}
            <Link to="/deployments/new" search={{ ships, names: product }}>
              {t(`catalog.one.${ships}`)}
            </Link>
          </Fragment>
        ))}
    </p>
  );
}

/** Where all of that is from, and how old it is. */
function Sources({ known: { sources, neverFetched } }: { readonly known: Known }) {
  const { t, i18n } = useTranslation();
  return (
    <section aria-labelledby="sources">
      <h2 id="sources">
        <Link to="/feeds">{t('catalog.one.sources')}</Link>
      </h2>
      <ul className={styles['sources']}>
        {sources.map(({ name, stale, ageHours, dataAgeDays }) => (
          <li key={name}>
            <SeverityMark level={stale ? 'medium' : 'fine'} bare /> {name}{' '}
            <span className="quiet">
              {t('catalog.one.asked', { shown: ageHours.toLocaleString(i18n.language) })},{' '}
              {dataAgeDays === null ? t('catalog.one.undated') : t('catalog.one.data', { count: dataAgeDays })}
            </span>
          </li>
        ))}
        {neverFetched.map((name) => (
          <li key={name}>
            <SeverityMark level="unknown" bare /> {name} <span className="quiet">{t('catalog.one.neverFetched')}</span>
          </li>
        ))}
      </ul>
      {sources.length + neverFetched.length === 0 && <p className={styles['note']}>{t('catalog.one.noSources')}</p>}
    </section>
  );
}
