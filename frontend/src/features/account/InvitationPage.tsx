import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';

import { AcceptInvitationByLinkDocument, DeclineInvitationByLinkDocument } from '@/gql/graphql';
import { useFormats, useLabel, useLocale, useT } from '@/i18n';
import { bootInvitation } from '@/lib/boot';
import { useTitle } from '@/lib/hooks';
import { pick } from '@/lib/text';
import { Button, ButtonLink } from '@/ui/Button';
import { Checkbox, PasswordField, TextField } from '@/ui/Field';
import { NotFound } from '@/ui/NotFound';

import { Card, Trouble } from './components/Card';
import { useSend } from './useSend';
import { useSendForm } from '@/lib/useSendForm';

const route = getRouteApi('/invitation');

/** Behind the link of an invitation: accept it with the account one has, or with a new one; or decline. */
export function InvitationPage() {
  const { token } = route.useSearch();
  return token ? <Invitation token={token} /> : <NotFound />;
}

function Invitation({ token }: { token: string }) {
  const t = useT();
  const { locale } = useLocale();
  const accept = useSend(AcceptInvitationByLinkDocument);
  const decline = useSend(DeclineInvitationByLinkDocument);
  const label = useLabel();
  const { list } = useFormats();
  const offer = bootInvitation();
  const [isNew, setNew] = useState(offer ? !offer.hasAccount : false);
  const [joined, setJoined] = useState<string>();
  useTitle(t('account.invitation.title'));
  const { form, submit, busy, problems, error, errorOf } = useSendForm(
    { name: '', password: '' },
    async ({ name, password }) => {
      const input = {
        token,
        password,
        locale: locale === 'en' ? ('EN' as const) : ('ZH_CN' as const),
        ...(isNew ? { name } : {}),
      };
      const { invitationAcceptByLink: answer } = await accept.mutateAsync({ input });
      if (answer.userErrors.length === 0) setJoined(answer.membership?.organization?.name ?? '');
      return answer.userErrors;
    },
  );
  const lead = offer
    ? t(offer.signsInElsewhere ? 'account.invitation.elsewhere' : 'account.invitation.to', {
        organization: pick(offer.organization, locale)?.text ?? '',
        roles: list(offer.roles.map((role) => label('Role', role))),
      })
    : t('account.invitation.lead');
  const declined = decline.data?.invitationDeclineByLink;
  if (joined !== undefined) {
    return (
      <Card title={t('account.invitation.joined')} lead={joined}>
        <ButtonLink to="/login" look="primary" size="l">
          {t('account.signIn')}
        </ButtonLink>
      </Card>
    );
  }
  if (declined?.userErrors.length === 0) return <Card title={t('account.invitation.declined')} />;
  return (
    <Card title={t('account.invitation.title')} lead={lead}>
      <form onSubmit={(event) => void submit(event)} noValidate>
        <Trouble problems={[...problems, ...(declined?.userErrors ?? [])]} error={error} />
        {!offer && (
          <Checkbox checked={isNew} onChange={() => setNew(!isNew)}>
            {t('account.invitation.new')}
          </Checkbox>
        )}
        {!offer?.signsInElsewhere && (
          <>
            {isNew && (
              <TextField
                label={t('account.name')}
                autoComplete="name"
                error={errorOf('name')}
                {...form.register('name', { required: t('account.required') })}
              />
            )}
            <PasswordField
              label={t(isNew ? 'account.password.new' : 'account.password')}
              autoComplete={isNew ? 'new-password' : 'current-password'}
              error={errorOf('password')}
              {...(isNew ? { hint: t('account.password.hint') } : {})}
              {...form.register('password', { required: t('account.required') })}
            />
            <Button type="submit" look="primary" size="l" busy={busy}>
              {t('account.invitation.accept')}
            </Button>
          </>
        )}
        <Button look="quiet" busy={decline.isPending} onClick={() => decline.mutate({ input: { token } })}>
          {t('account.invitation.decline')}
        </Button>
      </form>
    </Card>
  );
}
