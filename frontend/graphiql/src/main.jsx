// GraphiQL for this server: same origin, subscriptions over graphql-transport-ws, a headers tab for the access token.
import { createGraphiQLFetcher } from '@graphiql/toolkit';
import { GraphiQL } from 'graphiql';
import 'graphiql/style.css';
import { createRoot } from 'react-dom/client';
import './page.css';

const welcome = `# Lianqiao 联桥
#
# Ctrl-Enter runs the operation under the cursor,
# Ctrl-Space completes, and the book on the left
# documents every type and field.

query Search {
  searchListings(query: "传感器 sensor", first: 5) {
    totalCount
    nodes {
      id
      title {
        zh
        en
      }
      offers {
        code
        kind
        useFirstPayLater {
          freeMonths
        }
      }
    }
  }
}

# To act as somebody, log in and put the accessToken
# behind "Bearer" in the Headers tab below.

mutation LogIn {
  logIn(input: { email: "", password: "" }) {
    session {
      accessToken
    }
    userErrors {
      message
    }
  }
}

# What happens to your things, as it happens.

subscription Events {
  viewerEvents {
    kind
    subjectId
    occurredAt
  }
}
`;

const headers = JSON.stringify({ Authorization: 'Bearer ' }, null, 2);

// A header that was not filled in is not sent: an empty token is refused, no token is a visitor.
const filledIn = given =>
  Object.fromEntries(
    Object.entries(given ?? {}).filter(([name, value]) => !(name.toLowerCase() === 'authorization' && /^\s*(bearer)?\s*$/i.test(value))),
  );

const endpoint = new URL('/graphql', window.location.href);
const socket = new URL('/graphql/ws', window.location.href);
socket.protocol = socket.protocol === 'https:' ? 'wss:' : 'ws:';

// Whoever is signed in on the pages is not so here: what is written here is sent with the token in the headers tab, or by nobody.
const withoutCookies = (url, init) => fetch(url, { ...init, credentials: 'omit' });
const send = createGraphiQLFetcher({ url: endpoint.href, subscriptionUrl: socket.href, fetch: withoutCookies });
const fetcher = (operation, options) => send(operation, { ...options, headers: filledIn(options?.headers) });

createRoot(document.getElementById('graphiql')).render(
  <GraphiQL fetcher={fetcher} defaultQuery={welcome} defaultHeaders={headers} defaultEditorToolsVisibility="headers" shouldPersistHeaders={false} />,
);
