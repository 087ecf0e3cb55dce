// What is ahead, in order, each moment by three clocks: the viewer's, that of the place, and UTC.
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { SeverityMark } from '../../components/severity-mark.tsx';
import { Wide } from '../../components/wide.tsx';
import type { Level } from '../../theme/severity.ts';
import type { CalendarItem } from './calendar-item.ts';
import { useServerWords } from '../../i18n/server-words.ts';
import styles from './calendar.module.css';
import { clockText, HERE } from './clock-text.ts';

const LEVEL: Readonly<Record<CalendarItem['kind'], Level>> = { window: 'fine', blackout: 'high', ring: 'low' };

export function Agenda({ items }: { readonly items: readonly CalendarItem[] }) {
  const { t, i18n } = useTranslation();
  const words = useServerWords();
  return (
    <Wide label={t('calendar.zones')}>
      <table className={styles['agenda']}>
        <thead>
          <tr>
            <th scope="col">{t('calendar.which')}</th>
            <th scope="col">{t('calendar.clocks.here', { zone: HERE })}</th>
            <th scope="col">{t('calendar.clocks.local')}</th>
            <th scope="col">{t('calendar.clocks.utc')}</th>
          </tr>
        </thead>
        <tbody>
          {items.map(({ kind, from, to, name, zone, deployment, ring }) => (
            <tr key={`${kind} ${name} ${from}`}>
              <th scope="row">
                <SeverityMark level={LEVEL[kind]} bare />{' '}
                {deployment === null ? (
                  words.sentence(name)
                ) : (
                  <Link to="/deployments/$id" params={{ id: deployment }}>
                    {name}
                  </Link>
                )}{' '}
                <span className="quiet">
                  {kind === 'ring'
                    ? t('calendar.kinds.ring', { number: (ring ?? 0) + 1 })
                    : t(`calendar.kinds.${kind}`)}
                </span>
              </th>
              {[HERE, zone ?? HERE, 'UTC'].map((clock, index) => (
                <td key={index} data-clock={clock} data-same={index > 0 && clock === HERE ? true : undefined}>
                  {clockText(from, to, clock, i18n.language)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Wide>
  );
}
