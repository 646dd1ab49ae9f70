import { useT } from '@/i18n';
import type { ApiError } from '@/lib/error';
import type { Problem } from '@/lib/form';
import { Button } from '@/ui/Button';
import { ErrorBox, Notice } from '@/ui/States';

/**
 * What the server says about the whole of a form, or what kept it from being sent. If somebody else was faster, what they
 * did can be looked at; what was typed stays.
 */
export function Trouble({
  problems,
  error,
  onReload,
}: {
  problems: readonly Problem[];
  error: ApiError | undefined;
  onReload?: () => void;
}) {
  const t = useT();
  if (error) return <ErrorBox error={error} />;
  return problems.map((problem) => (
    <div key={problem.code} role="alert">
      <Notice tone="clay">
        <p>{problem.message}</p>
        {problem.code === 'STALE_VERSION' && onReload && (
          <Button size="s" onClick={onReload}>
            {t('licensing.stale.reload')}
          </Button>
        )}
      </Notice>
    </div>
  ));
}
