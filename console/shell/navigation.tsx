// The list of pages: at the left, or along the bottom of a narrow screen.
import { Link, useLocation } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './navigation.module.css';
import { usePages } from './pages.ts';

export function Navigation() {
  const { t } = useTranslation();
  const list = useRef<HTMLUListElement>(null);
  const { pathname } = useLocation();
  const pages = usePages();
  // On a narrow screen most pages are beside it.
  useEffect(() => {
    list.current?.querySelector('[aria-current=page]')?.scrollIntoView({ inline: 'center', block: 'nearest' });
  }, [pathname, pages]);
  return (
    <nav className={styles['nav']} aria-label={t('nav.label')}>
      <Link to="/" className={styles['brand']}>
        <img src="/icon.svg" alt="" width="22" height="22" />
        Suture
      </Link>
      <ul className={styles['list']} ref={list}>
        {pages.map(({ key, to }) => (
          <li key={key}>
            <Link
              to={to}
              className={styles['link']}
              activeProps={{ className: styles['here'], 'aria-current': 'page' }}
            >
              {t(`nav.${key}`)}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
