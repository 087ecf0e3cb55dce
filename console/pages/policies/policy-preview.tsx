// What a policy would have done in the last thirty days, written or not; what could not be known of the past is said.
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, dataOf } from '../../api/client.ts';
import { Failed, Loading } from '../../components/page-state.tsx';
import { useServerWords } from '../../i18n/server-words.ts';
import type { Policy } from './policies.tsx';
import styles from './policies.module.css';

export function PolicyPreview({ said }: { readonly said: Policy['said'] }) {
  const { t } = useTranslation();
  const words = useServerWords();
  const { data, error } = useQuery({
    queryKey: ['policy-preview', said],
    queryFn: () => dataOf(api.POST('/api/v1/policy-previews', { body: { said, days: 30 } })),
    retry: false,
    staleTime: 60_000,
  });
  return (
    <section className={styles['preview']}>
      <h2>{t('policies.preview')}</h2>
      {error !== null && <Failed error={error} />}
      {data === undefined && error === null && <Loading rows={2} />}
      {data?.plans.length === 0 && <p className="quiet">{t('policies.previewNone')}</p>}
      <ul>
        {data?.plans.map(({ day, says, patches }) => (
          <li key={day}>
            {words.sentence(says)}{' '}
            <span className="quiet">
              {patches
                .slice(0, 5)
                .map(({ source, to, endpoints }) => t('policies.patch', { source, to, count: endpoints }))
                .join('; ')}
            </span>
          </li>
        ))}
      </ul>
      {data?.says.map((each) => (
        <p key={each} className="quiet">
          {words.sentence(each)}
        </p>
      ))}
    </section>
  );
}
