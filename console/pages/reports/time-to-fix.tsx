// How long fixes wait to be installed: a line for each severity, and the table that says the same in figures.
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, dataOf } from '../../api/client.ts';
import type { Answer } from '../../api/types.ts';
import { CopyCli } from '../../components/copy-cli.tsx';
import { Failed, Loading } from '../../components/page-state.tsx';
import { SeverityMark } from '../../components/severity-mark.tsx';
import { Wide } from '../../components/wide.tsx';
import { openAfter, stepsPath } from './open-share.ts';
import styles from './reports.module.css';

type Curve = Answer<'showTimeToFix'>['curves'][number];

const DAYS = 180;
/** Those that policies give, and a few to see how it goes on. */
const AFTER = [3, 14, 30, 60] as const;
/** Told apart without colours as well. */
const DASHES = { all: '', critical: '', high: '8 3', medium: '4 3', low: '2 3', unknown: '1 4' } as const;

export function TimeToFix() {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery({
    queryKey: ['overview', 'time-to-fix'],
    queryFn: () =>
      dataOf(api.GET('/api/v1/overview/time-to-fix', { params: { query: { by: 'severity', days: DAYS } } })),
    staleTime: 60_000,
  });
  const curves = (data?.curves ?? []).filter(({ lifetimes }) => lifetimes > 0);
  return (
    <section aria-labelledby="waiting" className={styles['waiting']}>
      <div className={styles['head']}>
        <h2 id="waiting">{t('waiting.title')}</h2>
        <CopyCli command="suture time-to-fix" />
      </div>
      {error !== null && data === undefined && <Failed error={error} retry={() => void refetch()} />}
      {data === undefined && error === null && <Loading rows={6} />}
      {data !== undefined && curves.length === 0 && <p className="quiet">{t('waiting.none')}</p>}
      {data !== undefined && curves.length > 0 && (
        <>
          <p className="quiet">
            {t('waiting.how', { since: data.since })}
            {data.endpoints.read < data.endpoints.of && ` ${t('waiting.drawn', { ...data.endpoints })}`}
          </p>
          <div className={styles['curves']}>
            <Lines curves={curves} />
            <Figures curves={curves} />
          </div>
        </>
      )}
    </section>
  );
}

function Lines({ curves }: { readonly curves: readonly Curve[] }) {
  const { t } = useTranslation();
  const most = Math.max(...curves.flatMap(({ points }) => points.map(({ day }) => day)), 1);
  return (
    <figure className={styles['steps']}>
      <span aria-hidden="true">100 %</span>
      <span aria-hidden="true">0</span>
      <svg
        viewBox="0 0 100 100"
        preserveAspectRatio="none"
        role="img"
        aria-label={t('waiting.picture', { count: most })}
      >
        {curves.map(({ severity, points }) => (
          <path
            key={severity}
            d={stepsPath(points, most)}
            fill="none"
            {...strokeOf(severity)}
            vectorEffect="non-scaling-stroke"
          />
        ))}
      </svg>
      <figcaption className="quiet">
        <span>{t('waiting.out')}</span>
        <span>{t('waiting.later', { count: most })}</span>
      </figcaption>
    </figure>
  );
}

/** How the line of it is drawn. */
const Sample = ({ severity }: Pick<Curve, 'severity'>) => (
  <svg viewBox="0 0 28 8" width="28" height="8" className={styles['sample']} aria-hidden="true">
    <path d="M0 4H28" fill="none" {...strokeOf(severity)} />
  </svg>
);

const strokeOf = (severity: Curve['severity']) => ({
  stroke: severity === 'all' ? 'var(--text)' : `var(--${severity})`,
  strokeWidth: severity === 'all' ? 3 : 2,
  strokeDasharray: DASHES[severity],
});

function Figures({ curves }: { readonly curves: readonly Curve[] }) {
  const { t, i18n } = useTranslation();
  const share = new Intl.NumberFormat(i18n.language, { style: 'percent', maximumFractionDigits: 0 });
  return (
    <Wide label={t('waiting.table')}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('vulnerabilities.severity')}</th>
            <th scope="col">{t('waiting.fixes')}</th>
            <th scope="col">{t('waiting.median')}</th>
            {AFTER.map((day) => (
              <th scope="col" key={day}>
                {t('waiting.after', { count: day })}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {curves.map(({ severity, lifetimes, closed, medianDays, points }) => (
            <tr key={severity}>
              <th scope="row">
                <Sample severity={severity} />
                {severity === 'all' ? (
                  t('waiting.all')
                ) : (
                  <>
                    <SeverityMark level={severity} bare /> {t(`level.${severity}`)}
                  </>
                )}
              </th>
              <td className="number">
                {closed.toLocaleString(i18n.language)} / {lifetimes.toLocaleString(i18n.language)}
              </td>
              <td className="number">
                {medianDays === null ? (
                  <span className="quiet">{t('waiting.notYet')}</span>
                ) : (
                  t('waiting.days', { count: medianDays })
                )}
              </td>
              {AFTER.map((day) => {
                const open = openAfter(points, day);
                return (
                  <td key={day} className="number">
                    {open === null ? <span className="quiet">{t('level.unknown')}</span> : share.format(open)}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </Wide>
  );
}
