// What surrounds every page: where one can go, the search over everything, who is signed in.
import { Outlet } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Navigation } from './navigation.tsx';
import styles from './shell.module.css';
import { TopBar } from './top-bar.tsx';

export function Shell() {
  const { t } = useTranslation();
  return (
    <div className={styles['shell']}>
      <a className={styles['skip']} href="#page">
        {t('shell.skip')}
      </a>
      <Navigation />
      <TopBar />
      <main id="page" className={styles['page']} tabIndex={-1}>
        <Outlet />
      </main>
    </div>
  );
}
