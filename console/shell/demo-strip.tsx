// Says on every page, also before anybody is signed in and on paper, that a server is a demo.
import { useLayoutEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useDemo } from '../api/demo.ts';
import styles from './demo-strip.module.css';

export function DemoStrip() {
  const { t } = useTranslation();
  const isDemo = useDemo();
  useLayoutEffect(() => {
    if (isDemo) document.documentElement.dataset['demo'] = 'yes';
  }, [isDemo]);
  if (!isDemo) return null;
  return (
    <aside className={styles['strip']} aria-label={t('shell.demoLabel')}>
      {t('shell.demo')}
    </aside>
  );
}
