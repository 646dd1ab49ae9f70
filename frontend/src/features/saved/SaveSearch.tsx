import { lazy, Suspense, useState } from 'react';

import { useViewer } from '@/features/account';
import type { SavedSearchCreateInput } from '@/gql/graphql';
import { useT } from '@/i18n';
import { Button } from '@/ui/Button';

/** Forms come when somebody asks for one: most who search do not. */
const SaveDialog = lazy(() => import('./SaveDialog'));

/** What is looked for. */
export type Wish = Pick<SavedSearchCreateInput, 'listings' | 'demands'>;

/** Keeps what is looked for under a name, for those who are signed in. */
export function SaveSearch({ wish, name }: { wish: Wish; name: string }) {
  const t = useT();
  const viewer = useViewer();
  const [open, setOpen] = useState(false);
  if (!viewer) return null;
  return (
    <>
      <Button size="s" onClick={() => setOpen(true)}>
        {t('saved.save')}
      </Button>
      {open && (
        <Suspense fallback={null}>
          <SaveDialog wish={wish} name={name} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}
