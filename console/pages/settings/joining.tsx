// What comes of an enrolment token as it happens: each machine that joins, from its first contact to its first finding.
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../api/act.ts';
import { api, dataOf } from '../../api/client.ts';
import { useMay } from '../../api/me.ts';
import type { Item } from '../../api/types.ts';
import { ActError } from '../../components/act-error.tsx';
import styles from './joining.module.css';
import { type Step, stepsOf } from './joining-steps.ts';

type Endpoint = Item<'listEndpoints'>;
type Token = Item<'listEnrolmentTokens'>;

/** Events make it look at once; this is for where they do not come through. */
const LOOK_AGAIN_MS = 5_000;
const MOST_SHOWN = 20;

export function Joining({ token }: { readonly token: Token }) {
  const { t } = useTranslation();
  const { data } = useQuery({
    queryKey: ['endpoints', 'joining', token.id],
    refetchInterval: LOOK_AGAIN_MS,
    queryFn: async () => {
      const since = token.createdAt.slice(0, 10);
      const tags = token.tags.map((tag) => `tag:"${tag}"`);
      const q = [`enrolled:>=${since}`, ...tags].join(' ');
      const { items } = await dataOf(api.GET('/api/v1/endpoints', { params: { query: { q, limit: 1000 } } }));
      return items.filter(({ enrolledAt }) => enrolledAt >= token.createdAt).slice(0, MOST_SHOWN);
    },
  });
  const joined = data ?? [];
  return (
    <section aria-labelledby="joining" aria-live="polite">
      <h2 id="joining">{t('enrolment.joining')}</h2>
      {joined.length === 0 ? (
        <p className="quiet">{t('enrolment.listening')}</p>
      ) : (
        <ul className={styles['machines']}>
          {joined.map((endpoint) => (
            <Machine key={endpoint.id} endpoint={endpoint} />
          ))}
        </ul>
      )}
    </section>
  );
}

function Machine({ endpoint }: { readonly endpoint: Endpoint }) {
  const { t } = useTranslation();
  const { id, name, state } = endpoint;
  const mayApprove = useMay('endpoint.approve');
  const findings = useQuery({
    queryKey: ['endpoint-findings', 'joining', id],
    enabled: endpoint.inventory !== 'none',
    refetchInterval: LOOK_AGAIN_MS,
    queryFn: () =>
      dataOf(api.GET('/api/v1/endpoints/{id}/findings', { params: { path: { id }, query: { limit: 1 } } })),
  });
  const approve = useAct(
    (_: undefined, once) =>
      dataOf(api.POST('/api/v1/endpoints/{id}/approval', { params: { path: { id } }, headers: { ...once } })),
    { old: ['endpoints', 'endpoint', 'overview'] },
  );
  const total = findings.data?.total ?? 0;
  const steps = stepsOf(endpoint, total);
  return (
    <li className={styles['machine']}>
      <Link to="/endpoints/$id" params={{ id }}>
        {name}
      </Link>
      <ol className={styles['steps']}>
        {steps.map(({ name: step, is }) => (
          <li key={step} className={styles[is]}>
            <Mark is={is} />
            {t(`enrolment.step.${step}`)}
            <span className="visually-hidden">, {t(`enrolment.stepIs.${is}`)}</span>
          </li>
        ))}
      </ol>
      <p className={styles['why']}>
        {state === 'pending' ? (
          <>
            {t('enrolment.waitsForYou')}{' '}
            {mayApprove && (
              <Button size="compact-xs" loading={approve.isPending} onClick={() => approve.mutate(undefined)}>
                {t('enrolment.doApprove')}
              </Button>
            )}
          </>
        ) : (
          t(`enrolment.now.${steps.find(({ is }) => is === 'next')?.name ?? 'done'}`, { count: total })
        )}
      </p>
      <ActError error={approve.error} />
    </li>
  );
}

const Mark = ({ is }: Pick<Step, 'is'>) => (
  <svg
    viewBox="0 0 12 12"
    width="12"
    height="12"
    aria-hidden="true"
    fill="none"
    stroke="currentColor"
    strokeWidth="1.6"
  >
    {is === 'done' ? <path d="M2 6.5 5 9.5 10 3" /> : <circle cx="6" cy="6" r="4" />}
  </svg>
);
