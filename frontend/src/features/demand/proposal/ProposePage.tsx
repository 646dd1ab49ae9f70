import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';

import { useSend, useViewer } from '@/features/account';
import { Bilingual } from '@/features/achievement';
import { readFragment } from '@/gql';
import { DemandDetailFragmentDoc, SubmitProposalDocument, type ProposePageQuery } from '@/gql/graphql';
import { useLocale, useT } from '@/i18n';
import { forgetDraft, useDraft, useKeepDraft } from '@/lib/draft';
import { asApiError } from '@/lib/error';
import { useTitle } from '@/lib/hooks';
import { newKey } from '@/lib/key';
import { pick } from '@/lib/text';
import { useSendForm } from '@/lib/useSendForm';
import { Button } from '@/ui/Button';
import { SelectField, TextField } from '@/ui/Field';
import { NotFound } from '@/ui/NotFound';
import { PageHead } from '@/ui/PageHead';
import { Empty, ErrorBox, Notice, Skeleton } from '@/ui/States';
import { TextArea } from '@/ui/TextArea';
import { useToast } from '@/ui/Toast';

import { DemandContent } from '../components/DemandContent';
import styles from '../work/Work.module.css';
import { lengthOf, limitsOf, TEXTS } from './model';
import { proposeQuery } from './queries';

const route = getRouteApi('/work/propose/$demand');
const EMPTY = { listingId: '', title: '', approach: '', rationale: '', validation: '', plan: '', trl: '' };
const NEEDED = ['title', 'approach'];
const LEVELS = [1, 2, 3, 4, 5, 6, 7, 8, 9];

/** An office answers a demand: with one of its achievements, or with an idea. */
export function ProposePage() {
  const t = useT();
  const { demand } = route.useParams();
  const { listing } = route.useSearch();
  const { locale } = useLocale();
  const viewer = useViewer();
  const offices = (viewer?.memberships ?? [])
    .filter(({ state }) => state === 'ACTIVE')
    .flatMap(({ organization }) => (organization && organization.kind !== 'ENTERPRISE' ? [organization] : []));
  const [chosen, setChosen] = useState<string>();
  const office = offices.find(({ id }) => id === chosen) ?? offices[0];
  const query = useQuery({ ...proposeQuery(demand, office?.id ?? '', locale), enabled: office !== undefined });
  useTitle(t('demand.act'));
  if (!viewer) return <Skeleton lines={12} />;
  if (!office)
    return (
      <Empty title={t('demand.propose.noOffice')}>
        <p>{t('demand.propose.how')}</p>
      </Empty>
    );
  if (query.isPending) return <Skeleton lines={12} />;
  if (query.isError) {
    const error = asApiError(query.error);
    return error.trouble === 'absent' ? <NotFound /> : <ErrorBox error={error} onRetry={() => void query.refetch()} />;
  }
  if (!query.data.demand) return <NotFound />;
  return (
    <Form
      key={`${demand} ${office.id}`}
      id={demand}
      office={office}
      offices={offices}
      onOffice={setChosen}
      data={query.data}
      listing={listing}
    />
  );
}

interface Office {
  id: string;
  name: string;
}

function Form({
  id,
  office,
  offices,
  onOffice,
  data,
  listing,
}: {
  id: string;
  office: Office;
  offices: readonly Office[];
  onOffice: (id: string) => void;
  data: ProposePageQuery;
  /** The achievement that somebody came with, if it is one of the office's. */
  listing: string | undefined;
}) {
  const t = useT();
  const { locale } = useLocale();
  const say = useToast();
  const navigate = useNavigate();
  const send = useSend(SubmitProposalDocument);
  const demand = readFragment(DemandDetailFragmentDoc, data.demand);
  const limits = limitsOf(data.rules.nodes[0]?.value);
  const draft = `proposal.${id}.${office.id}`;
  const [key] = useState(newKey);
  const kept = useDraft(draft, EMPTY);
  const own = data.listings.nodes.find(({ id }) => id === listing);
  const begun = own ? { ...kept, listingId: own.id } : kept;
  const { form, submit, busy, problems, error, errorOf } = useSendForm(begun, async (values) => {
    const { listingId, trl, title, approach, ...rest } = values;
    const optional = Object.fromEntries(Object.entries(rest).map(([name, text]) => [name, text.trim() || null]));
    const { demandProposalSubmit: answer } = await send.mutateAsync({
      input: {
        demandId: id,
        organizationId: office.id,
        listingId: listingId || null,
        title,
        approach,
        ...optional,
        trl: trl ? Number(trl) : null,
        idempotencyKey: key,
      },
    });
    if (answer.demandProposal) {
      forgetDraft(draft);
      say(t('demand.propose.sent'));
      void navigate({ to: '/work/proposals/$id', params: { id: answer.demandProposal.id } });
    }
    return answer.userErrors;
  });
  const values = form.watch();
  useKeepDraft(draft, values);
  return (
    <div className={styles.page}>
      <PageHead
        above={
          <Link to="/d/$id" params={{ id }}>
            {demand ? <Bilingual texts={demand.title} /> : t('demand.one')}
          </Link>
        }
        title={t('demand.act')}
        lead={t('demand.propose.lead', { name: office.name })}
      />
      <div className={styles.columns}>
        <form className={styles.main} noValidate onSubmit={(event) => void submit(event)}>
          {error && <ErrorBox error={error} />}
          {problems.map(({ code, message }) => (
            <div key={code} role="alert">
              <Notice tone="clay">{message}</Notice>
            </div>
          ))}
          {offices.length > 1 && (
            <SelectField
              label={t('demand.proposal.office')}
              value={office.id}
              onChange={(event) => onOffice(event.target.value)}
            >
              {offices.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </SelectField>
          )}
          <SelectField
            label={t('demand.proposal.listing')}
            hint={t('demand.propose.listing.hint')}
            error={errorOf('listingId')}
            {...form.register('listingId')}
          >
            <option value="">{t('demand.propose.idea')}</option>
            {data.listings.nodes.map(({ id, title }) => (
              <option key={id} value={id}>
                {pick(title, locale)?.text ?? id}
              </option>
            ))}
          </SelectField>
          {TEXTS.map((name) => {
            const most = limits[name];
            const length = lengthOf(values[name]);
            const isOver = most !== undefined && length > most;
            const common = {
              label: t(`demand.proposal.${name}`),
              hint:
                most === undefined
                  ? t(`demand.ask.${name}`)
                  : `${t(`demand.ask.${name}`)} ${t('demand.propose.count', { length, most })}`,
              error: errorOf(name) ?? (isOver ? t('demand.propose.over', { over: length - (most ?? 0) }) : undefined),
              ...form.register(name, {
                validate: (text: string) =>
                  (NEEDED.includes(name) && text.trim() === '' && t('ui.required')) ||
                  most === undefined ||
                  lengthOf(text) <= most ||
                  t('demand.propose.over', { over: lengthOf(text) - most }),
              }),
            };
            return name === 'title' ? <TextField key={name} {...common} /> : <TextArea key={name} {...common} />;
          })}
          <SelectField label={t('demand.trl')} error={errorOf('trl')} {...form.register('trl')}>
            <option value="">{t('demand.empty')}</option>
            {LEVELS.map((level) => (
              <option key={level} value={level}>
                {t('demand.filter.trl.level', { level })}
              </option>
            ))}
          </SelectField>
          <div>
            <Button type="submit" look="primary" size="l" busy={busy}>
              {t('demand.propose.go')}
            </Button>
            <p className={styles.quiet}>{t('demand.propose.what')}</p>
          </div>
        </form>
        <aside className={styles.side} aria-label={t('demand.one')}>
          {demand && <DemandContent demand={demand} />}
        </aside>
      </div>
    </div>
  );
}
