import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';

import { useSend, useViewer } from '@/features/account';
import { readFragment } from '@/gql';
import { RevokeApiTokenDocument, TokenRowFragmentDoc, type TokenRowFragment } from '@/gql/graphql';
import { useFormats, useLabel, useLocale, useT } from '@/i18n';
import { asApiError } from '@/lib/error';
import { useTitle } from '@/lib/hooks';
import { Button } from '@/ui/Button';
import { ConfirmDialog } from '@/ui/ConfirmDialog';
import { ErrorBox, Skeleton } from '@/ui/States';
import { Tag } from '@/ui/Tag';
import { useToast } from '@/ui/Toast';

import { TokenForm } from './components/TokenForm';
import { useInside } from './OrganizationFrame';
import { tokensQuery, useOrganization, useRefresh } from './queries';
import styles from './Settings.module.css';

const route = getRouteApi('/work/organizations/$id/tokens');

/** Programs that act for an organization: making a token for one, and taking it back. */
export function TokensPage() {
  const t = useT();
  const { id } = route.useParams();
  const { locale } = useLocale();
  const viewer = useViewer();
  const { isMember, isStaff } = useInside(id);
  const manages = useOrganization(id).organization?.viewerCanManageMembers ?? false;
  const query = useQuery(tokensQuery(id, manages || isStaff, locale));
  useTitle(t('settings.tokens'));
  const found = query.data?.organizationApiTokens ?? query.data?.viewer?.apiTokens;
  const tokens = readFragment(TokenRowFragmentDoc, found?.nodes ?? []).filter(
    ({ organization }) => organization?.id === id,
  );
  // A program acts in a role of one of the two sides; whoever has neither has nothing to give it.
  const works = viewer?.workAreas.some((area) => area !== 'OPERATION') ?? false;
  return (
    <>
      {isMember && works && <TokenForm id={id} />}
      <section className={styles.part} aria-labelledby="tokens">
        <h2 id="tokens">{t('settings.tokens')}</h2>
        {query.isError && <ErrorBox error={asApiError(query.error)} onRetry={() => void query.refetch()} />}
        {query.isPending && <Skeleton lines={4} />}
        {query.data && tokens.length === 0 && <p className={styles.quiet}>{t('settings.tokens.none')}</p>}
        {tokens.length > 0 && (
          <ul className={styles.list}>
            {tokens.map((token) => (
              <Row key={token.id} token={token} mayRevoke={manages || token.user?.id === viewer?.user.id} />
            ))}
          </ul>
        )}
      </section>
    </>
  );
}

function Row({ token, mayRevoke }: { token: TokenRowFragment; mayRevoke: boolean }) {
  const t = useT();
  const label = useLabel();
  const say = useToast();
  const refresh = useRefresh();
  const { date, list } = useFormats();
  const revoke = useSend(RevokeApiTokenDocument);
  const [asking, setAsking] = useState(false);
  const { id, name, scopes, createdAt, expiresAt, lastUsedOn, revokedAt, user } = token;
  return (
    <li>
      <div>
        <p>
          <b>{name}</b>{' '}
          {revokedAt && <Tag tone="clay">{t('settings.tokens.revokedOn', { date: date(revokedAt) })}</Tag>}
        </p>
        <p className={styles.quiet}>
          {list(scopes.map((scope) => label('ApiTokenScope', scope)))} · {user?.name} ·{' '}
          {t('settings.tokens.dates', {
            created: date(createdAt),
            expires: date(expiresAt),
            used: lastUsedOn ? date(lastUsedOn) : t('settings.tokens.never'),
          })}
        </p>
      </div>
      {mayRevoke && !revokedAt && (
        <Button size="s" look="danger" onClick={() => setAsking(true)}>
          {t('settings.tokens.revoke')}
        </Button>
      )}
      <ConfirmDialog
        open={asking}
        onClose={() => setAsking(false)}
        isDangerous
        title={t('settings.tokens.revoke.title', { name })}
        action={t('settings.tokens.revoke')}
        onConfirm={async () => {
          const { apiTokenRevoke: answer } = await revoke.mutateAsync({ input: { id } });
          if (answer.userErrors.length === 0) {
            say(t('settings.tokens.revoked', { name }));
            void refresh();
          }
          return answer.userErrors;
        }}
      >
        <p>{t('settings.tokens.revoke.lead')}</p>
      </ConfirmDialog>
    </li>
  );
}
