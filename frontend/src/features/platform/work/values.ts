import type {
  PlatformEditedFragment,
  PlatformTermsFragment,
  ServicePlatformCreateInput,
  ServicePlatformKind,
} from '@/gql/graphql';
import { amountOf, typed } from '@/lib/money';

interface Tongues {
  zh: string;
  en: string;
}
interface Span {
  from: string;
  to: string;
}

/** A platform as it stands in the form: everything as it is typed. */
export interface Values {
  kind: ServicePlatformKind | '';
  name: Tongues;
  summary: Tongues;
  equipment: Tongues;
  services: string[];
  readiness: Span;
  weeks: Span;
  cost: Span & { currency: string };
  region: string[];
  industries: string[];
  strategicIndustries: string[];
  shanghaiSectors: string[];
  chains: string[];
  contact: { name: string; phone: string; email: string };
}

export type Edited = Omit<PlatformEditedFragment, ' $fragmentName' | ' $fragmentRefs'> &
  Pick<PlatformTermsFragment, 'readiness' | 'weeks' | 'cost'>;

const tongues = (texts?: { zh?: string | null; en?: string | null }): Tongues => ({
  zh: texts?.zh ?? '',
  en: texts?.en ?? '',
});
const shown = (number: number | undefined): string => (number === undefined ? '' : String(number));

/** A platform as it stands in the form; a new one is empty. */
export function valuesOf(platform?: Edited): Values {
  const { readiness, weeks, cost, contact } = platform ?? {};
  return {
    kind: platform?.kind ?? '',
    name: tongues(platform?.name),
    summary: tongues(platform?.summary),
    equipment: tongues(platform?.equipment),
    services: platform?.services ?? [],
    readiness: { from: shown(readiness?.from), to: shown(readiness?.to) },
    weeks: { from: shown(weeks?.min), to: shown(weeks?.max) },
    cost: {
      from: cost ? typed(cost.min) : '',
      to: cost ? typed(cost.max) : '',
      currency: cost?.max.currency ?? 'CNY',
    },
    region: platform?.region ? [platform.region] : [],
    industries: platform?.industries ?? [],
    strategicIndustries: platform?.strategicIndustries ?? [],
    shanghaiSectors: platform?.shanghaiSectors ?? [],
    chains: platform?.chains ?? [],
    contact: { name: contact?.name ?? '', phone: contact?.phone ?? '', email: contact?.email ?? '' },
  };
}

type Content = Omit<ServicePlatformCreateInput, 'organizationId' | 'idempotencyKey' | 'clientMutationId'>;
/** What is said of two numbers of which one is missing or cannot be read. */
export type Unread = 'readiness' | 'weeks' | 'cost';

const orNull = (text: string): string | null => text.trim() || null;
const words = ({ zh, en }: Tongues) => ({ zh: orNull(zh), en: orNull(en) });

/** Two numbers, or none. Where only the first is told, it is both: it usually takes just that. */
function pair<Read>(
  span: Span,
  read: (text: string) => Read | undefined,
  isWhole = false,
): [Read, Read] | null | undefined {
  const { from, to } = span;
  if (!from.trim() && !to.trim()) return null;
  const [least, most] = [read(from), read(to.trim() || isWhole ? to : from)];
  return least === undefined || most === undefined ? undefined : [least, most];
}

const whole = (text: string): number | undefined => (/^\d{1,4}$/.test(text.trim()) ? Number(text) : undefined);

/** The whole form as the server wants it, and what in it cannot be read. */
export function inputOf(values: Values): { input: Content; unread: Unread[] } {
  const readiness = pair(values.readiness, whole, true);
  const weeks = pair(values.weeks, whole);
  const cost = pair(values.cost, (text) => amountOf(text, values.cost.currency));
  const unread = (['readiness', 'weeks', 'cost'] as const).filter(
    (name) => ({ readiness, weeks, cost })[name] === undefined,
  );
  const { contact } = values;
  const input: Content = {
    kind: values.kind || null,
    name: words(values.name),
    summary: words(values.summary),
    equipment: words(values.equipment),
    services: values.services as NonNullable<Content['services']>,
    readiness: readiness ? { from: readiness[0], to: readiness[1] } : null,
    weeks: weeks ? { min: weeks[0], max: weeks[1] } : null,
    cost: cost ? { min: cost[0], max: cost[1] } : null,
    region: values.region[0] ?? null,
    industries: values.industries,
    strategicIndustries: values.strategicIndustries as NonNullable<Content['strategicIndustries']>,
    shanghaiSectors: values.shanghaiSectors as NonNullable<Content['shanghaiSectors']>,
    chains: values.chains as NonNullable<Content['chains']>,
    contact:
      contact.name.trim() || contact.phone.trim() || contact.email.trim()
        ? { name: contact.name, phone: orNull(contact.phone), email: orNull(contact.email) }
        : null,
  };
  return { input, unread };
}
