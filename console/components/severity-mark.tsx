// A level as people see it: its shape in its colour, and its word beside it or read aloud.
import { useTranslation } from 'react-i18next';
import { type Level, SHAPES } from '../theme/severity.ts';
import styles from './severity-mark.module.css';

/** `bare`: the word is only read aloud, for where the words beside it say the same. */
export function SeverityMark({ level, bare = false }: { readonly level: Level; readonly bare?: boolean }) {
  const { t } = useTranslation();
  return (
    <span className={styles['mark']}>
      <svg viewBox="0 0 12 12" width="12" height="12" aria-hidden="true" style={{ color: `var(--${level})` }}>
        <path d={SHAPES[level]} fill="currentColor" fillRule="evenodd" />
      </svg>
      <span className={bare ? 'visually-hidden' : undefined}>{t(`level.${level}`)}</span>
    </span>
  );
}
