// What a page shows while it has nothing else to show: loading, an error with what to do, nothing there, not allowed.
import { Alert, Button, Skeleton } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Refused } from '../api/client.ts';

export function Loading({ rows = 8 }: { readonly rows?: number }) {
  const { t } = useTranslation();
  return (
    <div role="status" aria-label={t('state.loading')}>
      {Array.from({ length: rows }, (_, index) => (
        <Skeleton key={index} height={20} my={6} />
      ))}
    </div>
  );
}

export function Failed({ error, retry }: { readonly error: Error; readonly retry?: () => void }) {
  const { t } = useTranslation();
  const problem = error instanceof Refused ? error.problem : undefined;
  if (problem?.status === 403) return <Alert title={t('state.notAllowed')}>{t('state.notAllowedWhy')}</Alert>;
  if (problem?.status === 404) return <NotFound />;
  // The bar above says what is wrong with it, and where.
  if (problem?.errors?.some(({ name }) => name === 'q') === true) return <Empty>{t('query.rightFirst')}</Empty>;
  const title = error instanceof Refused && problem === undefined ? t('state.unreachable') : t('state.error');
  return (
    <Alert title={title} color="red" role="alert">
      {problem?.detail ?? problem?.title}
      {/* What is wrong with the question stays wrong. */}
      {retry && problem?.status !== 400 && (
        <div>
          <Button mt="xs" variant="default" onClick={retry}>
            {t('state.retry')}
          </Button>
        </div>
      )}
    </Alert>
  );
}

export function NotFound() {
  const { t } = useTranslation();
  return (
    <>
      <title>{`${t('state.notFound')} · Suture`}</title>
      <h1>{t('state.notFound')}</h1>
    </>
  );
}

export const Empty = ({ children }: { readonly children: ReactNode }) => <div role="status">{children}</div>;
