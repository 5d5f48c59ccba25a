// Starts the console in the page: theme, data, routes. Knows no page.

import '@mantine/core/styles.css';
import '@mantine/charts/styles.css';
import '@mantine/dates/styles.css';
import '@mantine/notifications/styles.css';
import './console.css';
import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Router } from 'wouter';
import { BASE } from './shell/base';
import { Console } from './shell/console';
import { createQueries } from './shell/queries';
import { styleNonce, theme } from './shell/theme';

// The one name under which what keeps the page behind a dialogue from scrolling looks for the nonce of its styles.
Object.assign(globalThis, { __webpack_nonce__: styleNonce() });

const root = document.getElementById('root');
if (root !== null)
  createRoot(root).render(
    <StrictMode>
      <MantineProvider theme={theme} defaultColorScheme="auto" getStyleNonce={styleNonce}>
        <Notifications position="bottom-right" />
        <QueryClientProvider client={createQueries()}>
          <Router base={`${BASE}/admin`}>
            <Console />
          </Router>
        </QueryClientProvider>
      </MantineProvider>
    </StrictMode>,
  );
