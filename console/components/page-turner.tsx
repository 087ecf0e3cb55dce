// A table page by page, for who reads it row by row: the same rows, with buttons in place of scrolling. Chosen once, kept.
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './data-table.module.css';

const KEPT = 'suture.paged';
const SIZE = 50;

export interface Paged {
  readonly isOn: boolean;
  readonly rows: readonly { readonly index: number }[];
  readonly page: number;
  readonly pages: number;
  readonly go: (page: number) => void;
  /** Goes to the page of a row. */
  readonly show: (row: number) => void;
  readonly turn: (on: boolean) => void;
}

export function usePaged(total: number): Paged {
  const [isOn, setOn] = useState(() => localStorage.getItem(KEPT) === 'on');
  const [wanted, setWanted] = useState(0);
  const pages = Math.max(Math.ceil(total / SIZE), 1);
  const page = Math.min(wanted, pages - 1);
  const from = page * SIZE;
  return {
    isOn,
    rows: isOn ? Array.from({ length: Math.min(SIZE, total - from) }, (_, at) => ({ index: from + at })) : [],
    page,
    pages,
    go: setWanted,
    show: (row) => setWanted(Math.floor(row / SIZE)),
    turn: (on) => {
      localStorage.setItem(KEPT, on ? 'on' : 'off');
      setOn(on);
    },
  };
}

export function PageTurner({ paged, total }: { readonly paged: Paged; readonly total: number }) {
  const { t, i18n } = useTranslation();
  if (total <= SIZE) return null;
  const { isOn, page, pages, go, turn } = paged;
  const shown = (number: number) => number.toLocaleString(i18n.language);
  return (
    <div className={styles['foot']}>
      {isOn && (
        <>
          <Button size="compact-xs" variant="default" disabled={page === 0} onClick={() => go(page - 1)}>
            {t('grid.pageBefore')}
          </Button>
          <span role="status">{t('grid.page', { page: shown(page + 1), pages: shown(pages) })}</span>
          <Button size="compact-xs" variant="default" disabled={page === pages - 1} onClick={() => go(page + 1)}>
            {t('grid.pageAfter')}
          </Button>
        </>
      )}
      <span className={styles['space']} />
      <Button size="compact-xs" variant="subtle" onClick={() => turn(!isOn)}>
        {t(isOn ? 'grid.scroll' : 'grid.inPages')}
      </Button>
    </div>
  );
}
