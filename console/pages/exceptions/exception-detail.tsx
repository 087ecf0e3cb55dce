// One exception: its reason in full, and who made, approved and ended it.
import { useTranslation } from 'react-i18next';
import { Instant } from '../../components/instant.tsx';
import { Who } from '../../components/who.tsx';
import type { Exception } from './exceptions.tsx';
import styles from './exceptions.module.css';

export function ExceptionDetail({ exception }: { readonly exception: Exception }) {
  const { t } = useTranslation();
  const { reason, from, until } = exception;
  const steps = [
    ['made', exception.createdAt, exception.createdBy],
    ['approved', exception.approvedAt, exception.approvedBy],
    ['ended', exception.endedAt, exception.endedBy],
  ] as const;
  return (
    <div className={styles['detail']}>
      <p>{reason}</p>
      <p>{t('exceptions.days', { from, until })}</p>
      <ul>
        {steps.map(
          ([step, at, by]) =>
            at !== null &&
            by !== null && (
              <li key={step}>
                {t(`exceptions.${step}`)} <Instant at={at} />, <Who actor={by} />
              </li>
            ),
        )}
        {exception.approvedAt === null && exception.endedAt === null && <li>{t('exceptions.needsApproval')}</li>}
      </ul>
    </div>
  );
}
