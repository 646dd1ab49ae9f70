import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';

import { useSend } from '@/features/account';
import { readFragment } from '@/gql';
import {
  ApplicantFragmentDoc,
  OfferFragmentDoc,
  SubmitLicenseRequestDocument,
  type ApplyPageQuery,
  type PaymentMode,
} from '@/gql/graphql';
import { useLocale, useT } from '@/i18n';
import { forgetDraft, useDraft, useKeepDraft } from '@/lib/draft';
import { useSettled } from '@/lib/hooks';
import { newKey } from '@/lib/key';
import { amountOf } from '@/lib/money';
import { useSendForm } from '@/lib/useSendForm';
import { useToast } from '@/ui/Toast';

import { modesOf, pricing, problemAt } from '../model';
import { keys, previewQuery } from '../queries';

/** What the form holds. */
export interface ApplyValues {
  offerCode: string;
  paymentMode: PaymentMode | '';
  priceOffered: string;
  organizationId: string;
  purpose: string;
}

const EMPTY: ApplyValues = {
  offerCode: '',
  paymentMode: '',
  priceOffered: '',
  organizationId: '',
  purpose: '',
};

/** How long the price has to stand still before the server is asked what it comes to. */
const PAUSE = 400;

/** The form of a request: what is typed, what the server makes of it meanwhile, and sending it. */
export function useApply(
  listing: NonNullable<ApplyPageQuery['listing']>,
  viewer: NonNullable<ApplyPageQuery['viewer']>,
) {
  const t = useT();
  const { locale } = useLocale();
  const say = useToast();
  const client = useQueryClient();
  const navigate = useNavigate();
  const send = useSend(SubmitLicenseRequestDocument);
  const offers = listing.offers.map((offer) => readFragment(OfferFragmentDoc, offer));
  const firms = viewer.memberships
    .filter(({ state }) => state === 'ACTIVE')
    .flatMap(({ organization }) => readFragment(ApplicantFragmentDoc, organization) ?? [])
    .filter(({ kind }) => kind === 'ENTERPRISE');
  const name = `apply.${viewer.user.id}.${listing.id}`;
  const { key: keptKey, ...kept } = useDraft(name, { key: '', ...EMPTY });
  // Made when the form opens, and kept with what is typed: sent twice, even after a reload, it is one request.
  const [key, setKey] = useState(keptKey || newKey());
  const start: ApplyValues = {
    ...kept,
    offerCode: (offers.find(({ code }) => code === kept.offerCode) ?? offers[0])?.code ?? '',
    organizationId: (firms.find(({ id }) => id === kept.organizationId) ?? firms[0])?.id ?? '',
  };

  const termsOf = (values: ApplyValues) => {
    const offer = offers.find(({ code }) => code === values.offerCode);
    return {
      offerCode: values.offerCode,
      organizationId: values.organizationId,
      paymentMode: values.paymentMode || (offer && modesOf(offer)[0]),
      priceOffered:
        offer && pricing(offer) !== 'none' ? amountOf(values.priceOffered, offer.price?.currency ?? 'CNY') : undefined,
    };
  };
  const sendWith = async (values: ApplyValues, idempotencyKey: string) => {
    const input = { ...termsOf(values), listingId: listing.id, purpose: values.purpose, idempotencyKey };
    return (await send.mutateAsync({ input })).licenseRequestSubmit;
  };
  const sending = useSendForm<ApplyValues>(start, async (values) => {
    let answer = await sendWith(values, key);
    // The key went with something else that did arrive: this is another request, and the server says if it is one too many.
    if (answer.userErrors[0]?.code === 'IDEMPOTENCY_KEY_REUSED') {
      const another = newKey();
      setKey(another);
      answer = await sendWith(values, another);
    }
    if (answer.licenseRequest) {
      await navigate({ to: '/work/requests/$id', params: { id: answer.licenseRequest.id }, replace: true });
      // Only now: while the form is there it keeps what it holds.
      forgetDraft(name);
      say(t('licensing.submitted'));
      void client.invalidateQueries({ queryKey: keys.all });
    }
    return answer.userErrors;
  });
  const values = sending.form.watch();
  useKeepDraft(name, { key, ...values });

  const { offerCode, organizationId, paymentMode, priceOffered } = termsOf(values);
  const asked = useSettled(
    JSON.stringify({
      listing: listing.id,
      offer: offerCode,
      organization: organizationId,
      mode: paymentMode,
      price: priceOffered,
    }),
    PAUSE,
  );
  const isAskable = offerCode !== '' && organizationId !== '';
  const preview = useQuery(
    previewQuery(isAskable ? (JSON.parse(asked) as Parameters<typeof previewQuery>[0]) : undefined, locale),
  );
  const foreseen = preview.data?.licenseRequestPreview.problems ?? [];
  /** What the server refused; else what it would refuse, but for what is only not filled in yet. */
  const errorOf = (field: keyof ApplyValues): string | undefined => {
    const coming = problemAt(foreseen, field);
    return sending.errorOf(field) ?? (coming && coming.code !== 'REQUIRED' ? coming.message : undefined);
  };
  return {
    ...sending,
    errorOf,
    values,
    offers,
    offer: offers.find(({ code }) => code === offerCode),
    firms,
    firm: firms.find(({ id }) => id === organizationId),
    preview,
    foreseen,
  };
}
