// A figure over days as a line, with its scale; what it shows is in the table beside it.
import { useTranslation } from 'react-i18next';
import styles from './overview.module.css';
import { pathOf, type Point } from './days-path.ts';

export interface DaysChartProps {
  readonly title: string;
  /** By day, the oldest first; two at least. */
  readonly points: readonly Point[];
  /** A name of a colour. */
  readonly colour: string;
}

export function DaysChart({ title, points, colour }: DaysChartProps) {
  const { t, i18n } = useTranslation();
  const number = (value: number) => value.toLocaleString(i18n.language);
  const day = (text: string) =>
    new Intl.DateTimeFormat(i18n.language, { day: 'numeric', month: 'short', timeZone: 'UTC' }).format(new Date(text));
  const most = Math.max(...points.map(({ value }) => value), 1);
  const [first, last] = [points[0], points.at(-1)];
  if (first === undefined || last === undefined) return null;
  const said = { from: day(first.day), before: number(first.value), to: day(last.day), now: number(last.value) };
  const line = pathOf(points, most);
  return (
    <figure className={styles['chart']}>
      <figcaption>
        {title}: <strong className="number">{number(last.value)}</strong>{' '}
        <span className="quiet">{t('days.before', said)}</span>
      </figcaption>
      <div className={styles['scale']}>
        <span aria-hidden="true">{number(most)}</span>
        <span aria-hidden="true">0</span>
        <svg
          viewBox="0 0 100 100"
          preserveAspectRatio="none"
          role="img"
          aria-label={t('days.said', { title, ...said, most: number(most) })}
        >
          <path d={`${line}V100H0Z`} fill={`var(--${colour})`} opacity="0.14" />
          <path d={line} fill="none" stroke={`var(--${colour})`} strokeWidth="2" vectorEffect="non-scaling-stroke" />
        </svg>
      </div>
      <div className={styles['days']} aria-hidden="true">
        <span>{said.from}</span>
        <span>{said.to}</span>
      </div>
    </figure>
  );
}
