// One release of a package of one's own: whether machines would take it, and who published and signed it.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { api, dataOf } from '../../api/client.ts';
import { useMay } from '../../api/me.ts';
import { Instant } from '../../components/instant.tsx';
import { valueWord } from '../../components/query-words.ts';
import { SeverityMark } from '../../components/severity-mark.tsx';
import { Who } from '../../components/who.tsx';
import styles from './catalog.module.css';
import type { Release } from './own-packages.tsx';

/** What no key in force has signed, no machine believes. */
export function ReleaseState({ release: { withdrawnAt, signers } }: { readonly release: Release }) {
  const { t } = useTranslation();
  if (withdrawnAt !== null)
    return (
      <>
        <SeverityMark level="unknown" bare /> {t('catalog.own.withdrawn')} <Instant at={withdrawnAt} />
      </>
    );
  return (
    <>
      <SeverityMark level={signers.length > 0 ? 'fine' : 'high'} bare />{' '}
      {signers.length > 0 ? t('catalog.own.offered', { count: signers.length }) : t('catalog.own.unsigned')}
    </>
  );
}

export function ReleaseDetail({ release }: { readonly release: Release }) {
  const { t } = useTranslation();
  const { package: name, version, signers, publishedBy, publishedAt, release: digest } = release;
  const mayPlan = useMay('plan.create');
  const keys = useQuery({
    queryKey: ['operator-keys'],
    queryFn: () => dataOf(api.GET('/api/v1/operator-keys')),
    enabled: signers.length > 0,
  });
  const labelOf = (key: string) => keys.data?.items.find(({ fingerprint }) => fingerprint === key)?.label;
  return (
    <div className={styles['detail']}>
      <p>
        {t('catalog.own.publishedBy')} <Who actor={publishedBy} />, <Instant at={publishedAt} />.{' '}
        <span className="quiet">{t('catalog.own.index')}</span>
      </p>
      {signers.length > 0 && (
        <ul>
          {signers.map((key) => (
            <li key={key}>
              {t('catalog.own.signedWith')} {labelOf(key)} <code>{key.slice(0, 16)}…</code>
            </li>
          ))}
        </ul>
      )}
      <p>
        {t('catalog.own.digest')}: <code style={{ overflowWrap: 'anywhere' }}>{digest}</code>
      </p>
      <p>
        <Link to="/endpoints" search={{ q: `package:${valueWord(name)} adapter:own version:${valueWord(version)}` }}>
          {t('catalog.own.where')}
        </Link>
        {mayPlan && release.withdrawnAt === null && (
          <>
            {' · '}
            <Link to="/deployments/new" search={{ ships: 'sources', names: name }}>
              {t('patches.deploy')}
            </Link>
          </>
        )}
      </p>
    </div>
  );
}
