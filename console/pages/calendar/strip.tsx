// Five weeks at a glance, a line for each window, blackout and deployment; the table below says the same.
import { useTranslation } from 'react-i18next';
import { type CalendarItem, DAY_MS, DAYS } from './calendar-item.ts';
import { useServerWords } from '../../i18n/server-words.ts';
import styles from './calendar.module.css';

export function Strip({ items, from }: { readonly items: readonly CalendarItem[]; readonly from: number }) {
  const { i18n } = useTranslation();
  const words = useServerWords();
  const lines = [...Map.groupBy(items, ({ kind, name }) => `${kind} ${name}`).values()];
  const share = (moment: number): number => Math.min(Math.max((100 * (moment - from)) / (DAYS * DAY_MS), 0), 100);
  const weeks = Array.from({ length: 5 }, (_, week) => from + week * 7 * DAY_MS);
  const day = new Intl.DateTimeFormat(i18n.language, { day: 'numeric', month: 'short' });
  return (
    <div className={styles['strip']} aria-hidden="true">
      <div className={styles['weeks']}>
        <span />
        <div>
          {weeks.map((week) => (
            <span key={week}>{day.format(week)}</span>
          ))}
        </div>
      </div>
      {lines.map((line) => {
        const [first] = line;
        return (
          <div key={`${first?.kind} ${first?.name}`} className={styles['line']}>
            <span title={words.sentence(first?.name ?? '')}>{words.sentence(first?.name ?? '')}</span>
            <div>
              {line.map((item) => {
                const left = share(Date.parse(item.from));
                const right = item.to === null ? left : share(Date.parse(item.to));
                return (
                  <i
                    key={item.from}
                    className={styles[item.kind]}
                    style={{ left: `${left}%`, width: `${right - left}%` }}
                  />
                );
              })}
            </div>
          </div>
        );
      })}
    </div>
  );
}
