import { useQueryClient } from '@tanstack/react-query';

import { keys } from './keys';

/** Asks again for everything about advisors and cases, and what shows something of it. */
export function useRefresh(): () => Promise<void> {
  const client = useQueryClient();
  return async () => {
    await client.invalidateQueries({ queryKey: keys.all });
  };
}
