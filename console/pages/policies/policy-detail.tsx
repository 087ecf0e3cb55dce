// One policy: in words, what it would have done lately, what came of its days, and how its versions differ.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { api, dataOf } from '../../api/client.ts';
import { useMay } from '../../api/me.ts';
import { Failed, Loading } from '../../components/page-state.tsx';
import { Instant } from '../../components/instant.tsx';
import { Wide } from '../../components/wide.tsx';
import { Who } from '../../components/who.tsx';
import { useServerWords } from '../../i18n/server-words.ts';
import { DifferenceTable } from '../audit/difference-table.tsx';
import type { Policy } from './policies.tsx';
import styles from './policies.module.css';
import { PolicyPreview } from './policy-preview.tsx';

export function PolicyDetail({ policy: { id, says, said } }: { readonly policy: Policy }) {
  const { t } = useTranslation();
  const words = useServerWords();
  const mayPreview = useMay('plan.create');
  const { data, error, refetch } = useQuery({
    queryKey: ['policy-versions', id],
    queryFn: () => dataOf(api.GET('/api/v1/policies/{id}/versions', { params: { path: { id } } })),
  });
  return (
    <div className={styles['detail']}>
      <p>{words.sentence(says)}</p>
      <Members q={said.endpoints} />
      {mayPreview && <PolicyPreview said={said} />}
      {error !== null && data === undefined && <Failed error={error} retry={() => void refetch()} />}
      {data === undefined && error === null && <Loading rows={3} />}
      {data && (
        <>
          <h2>{t('policies.runs')}</h2>
          {data.runs.length === 0 && <p className="quiet">{t('policies.noRuns')}</p>}
          <ul>
            {data.runs.map(({ day, says: what, deployment }) => (
              <li key={day}>
                {day}: {what}{' '}
                {deployment !== null && (
                  <Link to="/deployments/$id" params={{ id: deployment }}>
                    {t('deployments.name')}
                  </Link>
                )}
              </li>
            ))}
          </ul>
          <h2>{t('policies.versions')}</h2>
          {data.items.map(({ version, said: text, at, by, removed }, index) => (
            <div key={version}>
              <p>
                <strong>{t('policies.version', { version })}</strong> <Instant at={at} />, <Who actor={by} />
                {removed && `, ${t('policies.removed')}`}
              </p>
              <Wide label={t('policies.version', { version })}>
                <DifferenceTable before={data.items[index + 1]?.said ?? null} after={text} isShort />
              </Wide>
            </div>
          ))}
        </>
      )}
    </div>
  );
}

/** Whom it is about today; on its day it asks anew. */
function Members({ q }: { readonly q: string }) {
  const { t, i18n } = useTranslation();
  const { data } = useQuery({
    queryKey: ['endpoints', q, 'count'],
    queryFn: () => dataOf(api.GET('/api/v1/endpoints', { params: { query: { q, limit: 1 } } })),
    retry: false,
  });
  return (
    data && (
      <p>
        <Link to="/endpoints" search={q === '' ? {} : { q }}>
          {t('policies.members', { count: data.total, shown: data.total.toLocaleString(i18n.language) })}
        </Link>
      </p>
    )
  );
}
