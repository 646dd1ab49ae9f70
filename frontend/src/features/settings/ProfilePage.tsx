import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import type { UseFormReturn } from 'react-hook-form';

import { useSend } from '@/features/account';
import { readFragment } from '@/gql';
import { OwnOrganizationFragmentDoc, UpdateOrganizationDocument, type OwnOrganizationFragment } from '@/gql/graphql';
import { useFormats, useT } from '@/i18n';
import { useTitle } from '@/lib/hooks';
import { useSendForm } from '@/lib/useSendForm';
import { Button } from '@/ui/Button';
import { CodeField } from '@/ui/CodeField';
import { Facts } from '@/ui/Facts';
import { TextField } from '@/ui/Field';
import { Notice } from '@/ui/States';
import { useToast } from '@/ui/Toast';

import { Against } from './components/Against';
import { changedOf, differing, missingOf, profileOf, untouched, type Profile as Details } from './model';
import { useOrganization, useRefresh } from './queries';
import styles from './Settings.module.css';

const route = getRouteApi('/work/organizations/$id');

/** What an organization says about itself, how it stands with the operator, and changing it. */
export function ProfilePage() {
  const { id } = route.useParams();
  const { organization } = useOrganization(id);
  return organization ? <Profile organization={organization} /> : null;
}

function Profile({ organization }: { organization: OwnOrganizationFragment }) {
  const t = useT();
  const { country, dateTime } = useFormats();
  useTitle(organization.name);
  return (
    <>
      <Standing organization={organization} />
      {organization.viewerCanUpdate ? (
        <Edit organization={organization} />
      ) : (
        <Facts
          rows={[
            [t('settings.nameZh'), organization.nameZh],
            [t('settings.nameEn'), organization.nameEn],
            [t('settings.creditCode'), organization.creditCode],
            [t('settings.country'), country(organization.country)],
            [t('settings.division'), organization.divisionName],
            [t('settings.website'), organization.website],
            [t('settings.registeredAt'), dateTime(organization.createdAt)],
          ]}
        />
      )}
    </>
  );
}

/** How it stands with the operator, and what would help. */
function Standing({ organization }: { organization: OwnOrganizationFragment }) {
  const t = useT();
  const { dateTime, date } = useFormats();
  const { verification, verificationNote, verifiedAt, pendingChange } = organization;
  const missing = missingOf(organization);
  if (verification === 'VERIFIED')
    return (
      <>
        <Notice tone="leaf">{t('settings.standing.verified', { date: verifiedAt ? date(verifiedAt) : '–' })}</Notice>
        {pendingChange && (
          <Notice tone="bloom">
            <b>{t('settings.standing.change', { time: dateTime(pendingChange.requestedAt) })}</b>
            <Facts
              rows={[
                [t('settings.nameZh'), pendingChange.nameZh],
                [t('settings.nameEn'), pendingChange.nameEn],
                [t('settings.creditCode'), pendingChange.creditCode],
              ]}
            />
          </Notice>
        )}
        {verificationNote && (
          <Notice tone="clay">{t('settings.standing.dropped', { reason: verificationNote })}</Notice>
        )}
      </>
    );
  return (
    <Notice tone={verification === 'PENDING' ? 'bloom' : 'clay'}>
      <b>{t(verification === 'PENDING' ? 'settings.standing.pending' : 'settings.standing.rejected')}</b>
      {verificationNote && <p className={styles.evidence}>{verificationNote}</p>}
      <p>{t(verification === 'PENDING' ? 'settings.standing.pending.text' : 'settings.standing.rejected.text')}</p>
      {missing.length > 0 && (
        <>
          <p>{t('settings.standing.missing')}</p>
          <ul className={styles.missing}>
            {missing.map((field) => (
              <li key={field}>{t(`settings.${field}`)}</li>
            ))}
          </ul>
        </>
      )}
    </Notice>
  );
}

/** What was not touched since `began` becomes what the server has now; what was typed stays. */
function takeIn(form: UseFormReturn<Details>, now: OwnOrganizationFragment, began: Details) {
  for (const [field, value] of untouched(began, form.getValues(), profileOf(now))) form.setValue(field, value);
}

function Edit({ organization }: { organization: OwnOrganizationFragment }) {
  const t = useT();
  const say = useToast();
  const refresh = useRefresh();
  const { query: latest } = useOrganization(organization.id);
  const send = useSend(UpdateOrganizationDocument);
  // What the typing began from; what others do meanwhile is shown, not put over it.
  const [base, setBase] = useState(organization);
  const [theirs, setTheirs] = useState<OwnOrganizationFragment>();
  const { form, submit, busy, problems, error, errorOf } = useSendForm(
    { ...profileOf(organization) },
    async (values, sent) => {
      const changes = changedOf(profileOf(base), values);
      const { organizationUpdate: answer } = await send.mutateAsync({
        input: { id: base.id, expectedVersion: base.version, ...changes },
      });
      const after = readFragment(OwnOrganizationFragmentDoc, answer.organization);
      if (after && answer.userErrors.length === 0) {
        say(t(after.pendingChange ? 'settings.savedWaits' : 'settings.saved'));
        setTheirs(undefined);
        setBase(after);
        takeIn(sent, after, values);
        await refresh();
      }
      return answer.userErrors;
    },
  );
  const reload = async () => {
    const { data } = await latest.refetch();
    const now = readFragment(OwnOrganizationFragmentDoc, data?.organization);
    if (!now) return;
    takeIn(form, now, profileOf(base));
    setBase(now);
    setTheirs(now);
  };
  const others = theirs ? differing(profileOf(theirs), form.getValues()) : [];
  return (
    <section className={styles.part} aria-labelledby="edit">
      <h2 id="edit">{t('settings.edit')}</h2>
      <form className={styles.form} onSubmit={(event) => void submit(event)} noValidate>
        <Against problems={theirs ? [] : problems} error={error} onReload={() => void reload()} />
        {theirs && (
          <Notice tone="sky">
            <p>{t('settings.theirs')}</p>
            <Facts rows={others.map((field) => [t(`settings.${field}`), profileOf(theirs)[field] || '–'])} />
          </Notice>
        )}
        <TextField
          label={t('settings.nameZh')}
          hint={t('settings.nameChange.hint')}
          error={errorOf('nameZh')}
          {...form.register('nameZh')}
        />
        <TextField label={t('settings.nameEn')} error={errorOf('nameEn')} {...form.register('nameEn')} />
        <TextField
          label={t('settings.creditCode')}
          spellCheck={false}
          error={errorOf('creditCode')}
          {...form.register('creditCode')}
        />
        <div className={styles.pair}>
          <CodeField
            kind="divisions"
            isSingle
            label={t('settings.division')}
            hint={t('settings.division.hint')}
            control={form.control}
            name="division"
          />
          <TextField
            label={t('settings.website')}
            type="url"
            error={errorOf('website')}
            {...form.register('website')}
          />
        </div>
        <div className={styles.actions}>
          <Button type="submit" look="primary" busy={busy}>
            {t('settings.save')}
          </Button>
        </div>
      </form>
    </section>
  );
}
