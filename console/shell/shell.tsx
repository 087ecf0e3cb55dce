// What surrounds every page: where one can go, the search over everything, who is signed in.
import { Outlet, useLocation, useNavigate } from '@tanstack/react-router';
import { Suspense, useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { pieceOf } from '../files.ts';
import { useLive } from '../api/events.ts';
import { isNobody, useMe } from '../api/me.ts';
import { withTexts } from '../i18n/i18n.ts';
import { useTypedAhead } from './typed-ahead.ts';
import { DemoStrip } from './demo-strip.tsx';
import { Navigation } from './navigation.tsx';
import { usePages } from './pages.ts';
import styles from './shell.module.css';
import { useSingleKeys } from './single-keys.ts';
import { TopBar } from './top-bar.tsx';

// What opens over a page is loaded when it first does.
const SignIn = pieceOf(async () => (await import('../pages/sign-in/sign-in.tsx')).SignIn);
const Palette = pieceOf(async () => (await withTexts(() => import('./palette.tsx'))()).Palette);
const KeyHelp = pieceOf(async () => (await import('./key-help.tsx')).KeyHelp);

/** Pages for who is not anybody here yet. */
const FOR_NOBODY = ['/setup', '/invitation'];

export function Shell() {
  return (
    <>
      <DemoStrip />
      <Whoever />
    </>
  );
}

/** Everything but the pages for who is not signed in yet. */
function Whoever() {
  const { pathname } = useLocation();
  const me = useMe();
  if (FOR_NOBODY.includes(pathname)) return <Outlet />;
  if (isNobody(me.error)) {
    return (
      <Suspense fallback={null}>
        <SignIn />
      </Suspense>
    );
  }
  // For the moment in which nobody knows who looks, as index.html has it.
  return me.isPending ? <div className="boot">Suture</div> : <SignedIn />;
}

function SignedIn() {
  const isLive = useLive();
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [open, setOpen] = useState<'palette' | 'keys'>();
  const pages = usePages();
  const keys = useMemo(
    () => ({
      '.': () => setOpen('palette'),
      '?': () => setOpen('keys'),
      '/': () => document.querySelector<HTMLInputElement>('#query')?.focus(),
      ...Object.fromEntries(pages.map(({ letter, to }) => [`g ${letter}`, () => void navigate({ to })])),
    }),
    [navigate, pages],
  );
  useSingleKeys(keys);
  const typed = useTypedAhead(open === 'palette');
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 'k') return;
      event.preventDefault();
      setOpen('palette');
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);

  return (
    <div className={styles['shell']}>
      <a className={styles['skip']} href="#page">
        {t('shell.skip')}
      </a>
      <Navigation />
      <TopBar onSearch={() => setOpen('palette')} onKeys={() => setOpen('keys')} isLive={isLive} />
      <main id="page" className={styles['page']} tabIndex={-1}>
        <Outlet />
      </main>
      <Suspense fallback={null}>
        {open === 'palette' && <Palette typed={typed} onClose={() => setOpen(undefined)} />}
        {open === 'keys' && <KeyHelp onClose={() => setOpen(undefined)} />}
      </Suspense>
    </div>
  );
}
