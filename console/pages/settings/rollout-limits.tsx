// How many endpoints may be under way at once in all, how many of a disruption group, and how many operators have to sign.
import { Button, NumberInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../api/act.ts';
import { api, dataOf } from '../../api/client.ts';
import { useMay } from '../../api/me.ts';
import type { Answer } from '../../api/types.ts';
import { ActError } from '../../components/act-error.tsx';
import { Failed, Loading } from '../../components/page-state.tsx';
import styles from './rollout-limits.module.css';

type Limits = Answer<'getRolloutLimits'>;

const FIELDS = ['mostInFlight', 'mostInGroup', 'signaturesNeeded'] as const;
const MOST = { mostInFlight: 100_000, mostInGroup: 10_000, signaturesNeeded: 16 } as const;

export function RolloutLimits() {
  const { t, i18n } = useTranslation();
  const mayEdit = useMay('policy.edit');
  const { data, error, refetch } = useQuery({
    queryKey: ['rollout-limits'],
    queryFn: () => dataOf(api.GET('/api/v1/rollout-limits')),
  });
  return (
    <section aria-labelledby="limits" className={styles['limits']}>
      <h2 id="limits">{t('limits.title')}</h2>
      {error !== null && data === undefined && <Failed error={error} retry={() => void refetch()} />}
      {data === undefined && error === null && <Loading rows={3} />}
      {data && (
        <>
          <p className="quiet">
            {t('limits.inFlight', { count: data.inFlight, shown: data.inFlight.toLocaleString(i18n.language) })}
          </p>
          {mayEdit ? (
            <ChangeLimits key={FIELDS.map((field) => data[field]).join(' ')} limits={data} />
          ) : (
            <ul>
              {FIELDS.map((field) => (
                <li key={field}>
                  {t(`limits.field.${field}`)}: {data[field].toLocaleString(i18n.language)}
                </li>
              ))}
            </ul>
          )}
        </>
      )}
    </section>
  );
}

function ChangeLimits({ limits }: { readonly limits: Limits }) {
  const { t } = useTranslation();
  const { mostInFlight, mostInGroup, signaturesNeeded } = limits;
  const [said, setSaid] = useState({ mostInFlight, mostInGroup, signaturesNeeded });
  const change = useAct(
    (body: typeof said, header) => dataOf(api.PUT('/api/v1/rollout-limits', { params: { header }, body })),
    { old: ['rollout-limits', 'plan', 'plan-preview'] },
  );
  const isSame = FIELDS.every((field) => said[field] === limits[field]);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (!isSame) change.mutate(said);
      }}
    >
      <div className={styles['fields']}>
        {FIELDS.map((field) => (
          <NumberInput
            key={field}
            label={t(`limits.field.${field}`)}
            description={t(`limits.hint.${field}`)}
            value={said[field]}
            min={1}
            max={MOST[field]}
            allowDecimal={false}
            hideControls
            onChange={(value) => {
              if (typeof value === 'number') setSaid((now) => ({ ...now, [field]: value }));
            }}
          />
        ))}
      </div>
      <ActError error={change.error} />
      <Button type="submit" mt="xs" loading={change.isPending} disabled={isSame}>
        {t('limits.save')}
      </Button>
    </form>
  );
}
