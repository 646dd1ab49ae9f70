import { useState } from 'react';

import type { ServicePlatformService } from '@/gql/graphql';
import { useT } from '@/i18n';
import type { Problem } from '@/lib/form';
import { useSendForm } from '@/lib/useSendForm';
import { all, CHAINS, SECTORS, STRATEGIC } from '@/lib/vocabulary';
import { Button } from '@/ui/Button';
import { CodeField } from '@/ui/CodeField';
import { ErrorBox, Notice } from '@/ui/States';

import { Basics } from './Basics';
import { Contact, Ticks } from './fields';
import { Terms } from './Terms';
import { inputOf, valuesOf, type Edited, type Values } from './values';
import styles from './Work.module.css';

const SERVICES = all<ServicePlatformService>({
  DESIGN_VERIFY: true,
  PERFORMANCE_VERIFY: true,
  PROCESS_VERIFY: true,
  ADAPTATION_VERIFY: true,
  PRODUCTION_VERIFY: true,
});

/** Everything that a platform says of itself. `onSend` gives what the server has against it. */
export function PlatformForm({
  platform,
  onSend,
}: {
  platform?: Edited;
  onSend: (input: ReturnType<typeof inputOf>['input']) => Promise<readonly Problem[]>;
}) {
  const t = useT();
  const [empty] = useState(() => valuesOf(platform));
  const { form, submit, busy, problems, error, errorOf } = useSendForm<Values>(empty, async (values) => {
    const { input, unread } = inputOf(values);
    if (unread.length > 0)
      return unread.map((name) => ({ code: 'UNREAD', message: t(`platform.form.wrong.${name}`), path: [name] }));
    return onSend(input);
  });
  return (
    <form
      className={styles.form}
      noValidate
      onSubmit={(event) => {
        // What was said of two fields together is no rule of either: it goes when it is sent again.
        form.clearErrors();
        void submit(event);
      }}
    >
      {error && <ErrorBox error={error} />}
      {problems.length > 0 && (
        <div role="alert">
          <Notice tone="clay">
            {problems.map(({ code, message }) => (
              <p key={code + message}>{message}</p>
            ))}
          </Notice>
        </div>
      )}
      <Basics form={form} errorOf={errorOf} />
      <Ticks
        form={form}
        name="services"
        type="ServicePlatformService"
        values={SERVICES}
        title={t('platform.services')}
        error={errorOf('services')}
      />
      <Terms form={form} errorOf={errorOf} />
      <fieldset>
        <legend>{t('platform.fields')}</legend>
        <p className={styles.quiet}>{t('platform.form.fields')}</p>
        <Ticks form={form} name="chains" type="IndustryChain" values={CHAINS} title={t('platform.chains')} />
        <Ticks
          form={form}
          name="shanghaiSectors"
          type="ShanghaiSector"
          values={SECTORS}
          title={t('platform.sectors')}
        />
        <Ticks
          form={form}
          name="strategicIndustries"
          type="StrategicIndustry"
          values={STRATEGIC}
          title={t('platform.strategic')}
        />
        <CodeField kind="industries" label={t('platform.industries')} control={form.control} name="industries" />
      </fieldset>
      <Contact form={form} error={errorOf('contact')} />
      <div className={styles.actions}>
        <Button type="submit" look={platform ? 'plain' : 'primary'} busy={busy}>
          {t('platform.form.save')}
        </Button>
      </div>
    </form>
  );
}
