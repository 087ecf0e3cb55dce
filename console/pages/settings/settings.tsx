// What surrounds the pages of the settings: the list of those that one may see.
import { Link, Navigate, Outlet } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useMe } from '../../api/me.ts';
import { PLACES } from './places.ts';
import styles from './settings.module.css';

/** Where somebody who goes to the settings arrives: the first page that they may see. */
export function FirstPlace() {
  const may = useMe().data?.permissions ?? [];
  const place = PLACES.find(({ needs }) => needs === undefined || may.includes(needs)) ?? PLACES[1];
  return <Navigate to={place.to} replace />;
}

export function Settings() {
  const { t } = useTranslation();
  const may = useMe().data?.permissions ?? [];
  return (
    <>
      <nav aria-label={t('nav.settings')}>
        <ul className={styles['places']}>
          {PLACES.filter(({ needs }) => needs === undefined || may.includes(needs)).map(({ key, to }) => (
            <li key={key}>
              <Link
                to={to}
                className={styles['place']}
                activeProps={{ className: styles['here'], 'aria-current': 'page' }}
              >
                {t(`settings.place.${key}`)}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      <Outlet />
    </>
  );
}
