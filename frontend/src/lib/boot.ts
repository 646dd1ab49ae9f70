/**
 * What the server wrote into the page: its language, whether somebody is signed in, and answers to what the page would
 * ask first. An answer is used once; after that the server is asked.
 */
interface Boot {
  locale: string;
  /** Null if that could not be told: somebody who comes from another site brings no cookies. */
  signedIn: boolean | null;
  answers: { hash: string; variables: unknown; data: unknown }[];
  /** What the API has no question for. */
  page: unknown;
}

/** What an invitation is to, as the server wrote it into the page behind its link. */
export interface InvitationOffer {
  organization: { zh: string; en: string };
  roles: string[];
  hasAccount: boolean;
  signsInElsewhere: boolean;
}

const boot = read();

function read(): Boot | undefined {
  try {
    const text = document.getElementById('boot')?.textContent;
    return text ? (JSON.parse(text) as Boot) : undefined;
  } catch {
    return undefined;
  }
}

/** The language in which the page was written; none if it comes from a development server. */
export const bootLocale = (): string | undefined => boot?.locale;

/** The invitation that the page was written for. */
export function bootInvitation(): InvitationOffer | undefined {
  const page = boot?.page;
  return page && typeof page === 'object' && 'signsInElsewhere' in page ? (page as InvitationOffer) : undefined;
}

/** Whether the page was written for somebody who is signed in. */
export const bootSignedIn = (): boolean | undefined => boot?.signedIn ?? undefined;

/** Answers are no good any more: they were given to somebody else. */
export function forgetBoot(): void {
  boot?.answers.splice(0);
}

/** The answer to this, if the page came with it. */
export function bootAnswer(hash: string, variables: unknown, locale: string): unknown {
  if (!boot || boot.locale !== locale) return undefined;
  const wanted = canonical(variables);
  const place = boot.answers.findIndex((answer) => answer.hash === hash && canonical(answer.variables) === wanted);
  return place < 0 ? undefined : boot.answers.splice(place, 1)[0]?.data;
}

/** The same for the same values, in whatever order they stand and whatever is left out. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value && typeof value === 'object') {
    const pairs = Object.entries(value).filter(([, one]) => one !== undefined);
    return `{${pairs
      .map(([name, one]) => `${JSON.stringify(name)}:${canonical(one)}`)
      .sort()
      .join(',')}}`;
  }
  return JSON.stringify(value) ?? 'null';
}
