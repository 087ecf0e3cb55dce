// The console begins: languages, look, data, pages.
import '@mantine/core/styles.css';
import './theme/tokens.css';
import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { meQuery } from './api/me.ts';
import { queryClient } from './api/query-client.ts';
import { FilesGone, noteStyles } from './files.ts';
import { startLanguages } from './i18n/i18n.ts';
import { router } from './router.tsx';
import { colours, theme } from './theme/theme.ts';

noteStyles();

// Beside the language, not after it.
void queryClient.prefetchQuery(meQuery);
await startLanguages();

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');
// That files are gone is said in place of the page, and by the browser of each of them.
const onCaughtError = (error: unknown): void => {
  if (!(error instanceof FilesGone)) console.error(error);
};
createRoot(root, { onCaughtError }).render(
  <StrictMode>
    <MantineProvider theme={theme} cssVariablesResolver={colours} defaultColorScheme="auto">
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
);
