import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';

import { useSend } from '@/features/account';
import { GrantLicenseRequestDocument, type OfferFragment } from '@/gql/graphql';
import { useLocale, useT } from '@/i18n';
import { useSettled } from '@/lib/hooks';
import { newKey } from '@/lib/key';
import { typed } from '@/lib/money';
import { todayInChina } from '@/lib/today';
import { useSendForm } from '@/lib/useSendForm';
import { useToast } from '@/ui/Toast';

import { planOf, problemAt, wayOf, type PlanForm } from '../model';
import { keys, scheduleQuery } from '../queries';
import type { Request } from '../RequestPage';

export interface GrantValues extends PlanForm {
  effectiveOn: string;
  labelUseFirstPayLater: boolean;
}

const PAUSE = 400;

/** The numbers that offices use if nothing else was said: four parts, a quarter apart. */
const PARTS = { count: '4', stepMonths: '3' };

/** The terms of a grant: what is typed, the schedule that the server makes of it, and granting. */
export function useGrant(request: Request, offer: OfferFragment) {
  const t = useT();
  const { locale } = useLocale();
  const say = useToast();
  const client = useQueryClient();
  const navigate = useNavigate();
  const send = useSend(GrantLicenseRequestDocument);
  const [key] = useState(newKey);
  const way = wayOf(request.paymentMode);
  const price = request.priceOffered ?? offer.price;
  const currency = price?.currency ?? 'CNY';
  const free = request.useFirstPayLater ? (offer.useFirstPayLater?.freeMonths.toString() ?? '') : '0';
  const sending = useSendForm<GrantValues>(
    {
      effectiveOn: todayInChina(),
      total: price ? typed(price) : '',
      deferralMonths: free,
      firstAfterMonths: free,
      ...PARTS,
      labelUseFirstPayLater: request.useFirstPayLater,
    },
    async (values) => {
      const plan = planOf(values, way, currency);
      if (!plan) return [{ code: 'INVALID_NUMBER', message: t('licensing.number.wrong'), path: ['plan'] }];
      const { licenseRequestGrant: answer } = await send.mutateAsync({
        input: {
          id: request.id,
          expectedVersion: request.version,
          idempotencyKey: key,
          effectiveOn: values.effectiveOn,
          labelUseFirstPayLater: values.labelUseFirstPayLater,
          plan,
        },
      });
      const license = answer.licenseRequest?.license;
      if (license) {
        await client.invalidateQueries({ queryKey: keys.all });
        say(t('licensing.granted'));
        await navigate({ to: '/work/licenses/$id', params: { id: license.id } });
      }
      return answer.userErrors;
    },
  );
  const values = sending.form.watch();
  const plan = planOf(values, way, currency);
  const current =
    plan && values.effectiveOn
      ? JSON.stringify({ requestId: request.id, effectiveOn: values.effectiveOn, plan })
      : undefined;
  const asked = useSettled(current, PAUSE);
  const preview = useQuery(
    scheduleQuery(asked ? (JSON.parse(asked) as Parameters<typeof scheduleQuery>[0]) : undefined, locale),
  );
  const seen = preview.data?.schedulePreview;
  const foreseen = plan && seen ? seen.problems : [];
  const errorOf = (field: keyof GrantValues): string | undefined =>
    sending.errorOf(field) ?? problemAt(foreseen, field)?.message;
  const fields: readonly string[] = Object.keys(values);
  /** What would be refused and is about no field of the form. */
  const others = foreseen.filter(({ path }) => !path?.some((part) => fields.includes(part)));
  /** Terms that the server would take as they are, and whose schedule is the one shown. */
  const isReady =
    current !== undefined &&
    current === asked &&
    foreseen.length === 0 &&
    preview.isSuccess &&
    !preview.isPlaceholderData;
  return {
    ...sending,
    errorOf,
    values,
    way,
    currency,
    preview,
    seen,
    others,
    isReady,
    isFixed: !offer.negotiable && !request.priceOffered,
    refresh: () => client.invalidateQueries({ queryKey: keys.all }),
  };
}
