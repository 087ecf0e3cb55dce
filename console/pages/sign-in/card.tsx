// A small form alone on the screen.
import type { ReactNode } from 'react';
import styles from './card.module.css';

export function Card({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <main className={styles['ground']}>
      <title>{`${title} · Suture`}</title>
      <section className={styles['card']}>
        <h1 className={styles['title']}>
          <img src="/icon.svg" alt="" width="26" height="26" />
          {title}
        </h1>
        {children}
      </section>
    </main>
  );
}
