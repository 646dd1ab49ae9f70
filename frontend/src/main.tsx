import './styles/base.css';

import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';

import { I18n, loadMessages } from './i18n';
import { reloadOnMissingChunk } from './lib/chunks';
import { firstLocale, firstSize, firstTheme, showSize, showTheme } from './lib/preferences';
import { makeQueryClient } from './lib/query';
import { makeRouter } from './router';

reloadOnMissingChunk();
showTheme(firstTheme());
showSize(firstSize());
const locale = firstLocale();
document.documentElement.lang = locale;

const client = makeQueryClient();
const router = makeRouter(client);
const messages = await loadMessages(locale);
const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <StrictMode>
      <I18n first={locale} messages={messages}>
        <QueryClientProvider client={client}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </I18n>
    </StrictMode>,
  );
}
