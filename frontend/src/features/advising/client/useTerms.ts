import { useState } from 'react';

import type { MandateScope } from '@/gql/graphql';
import { newKey } from '@/lib/key';
import type { Problem } from '@/lib/form';
import { useSendForm } from '@/lib/useSendForm';
import { useToast } from '@/ui/Toast';

import { useRefresh } from '../useRefresh';

/** What stands in a form about a mandate, given or asked for. */
export interface Values {
  organizationId: string;
  scopes: MandateScope[];
  validUntil: string;
  feeTerms: string;
  /** What an advisor says with the question; whoever gives a mandate has nothing to say. */
  note: string;
}

/** What a mandate says, as the server takes it, with the key by which a second click does nothing. */
export interface Terms {
  scopes: MandateScope[];
  validUntil: string;
  feeTerms: string | null;
  idempotencyKey: string;
}

/** A form about a mandate; it closes when the server has taken what it says. `send` answers nothing if it sent nothing. */
export function useTerms(
  begin: Partial<Values>,
  done: string,
  onClose: () => void,
  send: (terms: Terms, values: Values) => Promise<readonly Problem[] | undefined>,
) {
  const say = useToast();
  const refresh = useRefresh();
  const [key] = useState(newKey);
  const empty: Values = { organizationId: '', scopes: [], validUntil: '', feeTerms: '', note: '', ...begin };
  return useSendForm<Values>(empty, async (values) => {
    const { scopes, validUntil } = values;
    const errors = await send(
      { scopes, validUntil, feeTerms: values.feeTerms.trim() || null, idempotencyKey: key },
      values,
    );
    if (!errors) return [];
    if (errors.length === 0) {
      say(done);
      onClose();
      void refresh();
    }
    return errors;
  });
}
