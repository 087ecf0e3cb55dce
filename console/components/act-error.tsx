// What went wrong with a change, said aloud; where only the sign-in is too old, the way to a new one.
import { Button } from '@mantine/core';
import { Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { pieceOf } from '../files.ts';
import { Refused } from '../api/client.ts';
import styles from './act-error.module.css';

const SignInAgain = pieceOf(async () => (await import('./sign-in-again.tsx')).SignInAgain);

export interface ActErrorProps {
  readonly error: Error | null;
  /** Tries the same again, once somebody has signed in anew. */
  readonly onFresh?: () => void;
}

export function ActError({ error, onFresh }: ActErrorProps) {
  const { t } = useTranslation();
  const [asks, setAsks] = useState(false);
  const problem = error instanceof Refused ? error.problem : undefined;
  const isOld = problem?.type.endsWith(':sign-in-again') === true;
  const parts = problem?.errors?.map(({ name, detail }) => `${name}: ${detail}`) ?? [];
  return (
    <div role="alert" className={styles['error']}>
      {error && (
        <>
          {isOld
            ? t('act.old')
            : (problem?.detail ?? problem?.title ?? t(error instanceof Refused ? 'state.unreachable' : 'act.failed'))}
          {parts.length > 0 && ` (${parts.join('; ')})`}
          {isOld && (
            <Button variant="default" onClick={() => setAsks(true)}>
              {t('act.signInAgain')}
            </Button>
          )}
        </>
      )}
      {asks && (
        <Suspense fallback={null}>
          <SignInAgain
            onClose={() => setAsks(false)}
            onDone={() => {
              setAsks(false);
              onFresh?.();
            }}
          />
        </Suspense>
      )}
    </div>
  );
}
