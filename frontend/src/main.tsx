import './styles/base.css';

import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';

import { beginI18n, I18n } from './i18n';
import { reloadOnMissingChunk } from './lib/chunks';
import { firstLocale, firstSize, firstTheme, showSize, showTheme } from './lib/preferences';
import { makeQueryClient } from './lib/query';
import { makeRouter } from './router';

reloadOnMissingChunk();
showTheme(firstTheme());
showSize(firstSize());

const client = makeQueryClient();
const router = makeRouter(client);
await beginI18n(firstLocale());
const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <StrictMode>
      <I18n>
        <QueryClientProvider client={client}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </I18n>
    </StrictMode>,
  );
}
