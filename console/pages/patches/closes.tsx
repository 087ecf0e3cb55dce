// What one patch closes and changes, on how many endpoints it is, and what can be done about it.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { api, dataOf } from '../../api/client.ts';
import { useMay } from '../../api/me.ts';
import { valueWord } from '../../components/query-words.ts';
import type { PatchRow } from './columns.tsx';
import styles from './patches.module.css';

/** Which vulnerabilities a patch closes, which packages change with it, how far it has come, and what can be done. */
export function Closes({ patch }: { readonly patch: PatchRow }) {
  const { t } = useTranslation();
  const mayPlan = useMay('plan.create');
  const mayExcept = useMay('exception.create');
  return (
    <span className={styles['closes']}>
      <span>
        {t('patches.closes')}:{' '}
        {patch.closes.map((id) => (
          <span key={id}>
            <Link to="/vulnerabilities/$id" params={{ id }}>
              {id}
            </Link>{' '}
          </span>
        ))}
      </span>
      <span>
        {t('vulnerabilities.packages')}: <span className="mono">{patch.packages.join(' ')}</span>
      </span>
      <SoFar patch={patch} />
      <span className={styles['acts']}>
        {mayPlan && (
          <Link to="/deployments/new" search={{ ships: 'sources', names: patch.source }}>
            {t('patches.deploy')}
          </Link>
        )}
        {mayExcept && (
          <Link to="/exceptions" search={{ dialog: 'new', q: `source:${valueWord(patch.source)}` }}>
            {t('patches.hold')}
          </Link>
        )}
      </span>
    </span>
  );
}

/** On how many endpoints of the release what closes it is installed, beside those that lack it. */
function SoFar({ patch: { ecosystem, source, to, endpoints } }: { readonly patch: PatchRow }) {
  const { t, i18n } = useTranslation();
  const q = `source:${valueWord(source)} ecosystem:${valueWord(ecosystem)} version:>=${valueWord(to)}`;
  const { data } = useQuery({
    queryKey: ['endpoints', q, 'count'],
    queryFn: () => dataOf(api.GET('/api/v1/endpoints', { params: { query: { q, limit: 1 } } })),
    // What cannot be asked in this way is left out.
    retry: false,
  });
  return (
    data && (
      <span>
        <Link to="/endpoints" search={{ q }}>
          {t('patches.soFar', { count: data.total })}
        </Link>
        {t('patches.lacking', { count: endpoints, shown: endpoints.toLocaleString(i18n.language) })}
      </span>
    )
  );
}
