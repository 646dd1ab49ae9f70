import { useState } from 'react';

import type { MandateLineFragment } from '@/gql/graphql';
import { useT } from '@/i18n';
import { useTitle } from '@/lib/hooks';
import { Button } from '@/ui/Button';
import { PlusIcon } from '@/ui/icons';
import { PageHead } from '@/ui/PageHead';

import styles from '../Advising.module.css';
import { AskDialog } from '../client/AskDialog';
import { Mandates } from '../client/Mandates';
import { Requests } from '../client/Requests';
import { BeginDialog } from './BeginDialog';

/** For whom an advisor acts, in what, and until when; whom the advisor has asked, and what begins with whom. */
export function ClientsPage() {
  const t = useT();
  const [asks, setAsks] = useState(false);
  const [begins, setBegins] = useState<NonNullable<MandateLineFragment['organization']>>();
  useTitle(t('advising.clients'));
  return (
    <div className={styles.page}>
      <PageHead title={t('advising.clients')} lead={t('advising.clients.lead')}>
        <Button look="primary" icon={<PlusIcon />} onClick={() => setAsks(true)}>
          {t('advising.ask')}
        </Button>
      </PageHead>
      <Requests />
      <Mandates
        action={({ state, scopes, organization }) =>
          organization &&
          state === 'ACTIVE' &&
          scopes.includes('DEMANDS') && (
            <Button
              size="s"
              aria-label={t('advising.begin.with', { name: organization.name })}
              onClick={() => setBegins(organization)}
            >
              {t('advising.begin')}
            </Button>
          )
        }
      />
      {asks && <AskDialog onClose={() => setAsks(false)} />}
      {begins && <BeginDialog client={begins} onClose={() => setBegins(undefined)} />}
    </div>
  );
}
