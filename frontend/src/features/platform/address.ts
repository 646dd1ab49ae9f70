import type { IndustryChain, ServicePlatformKind } from '@/gql/graphql';
import { oneOf, told, type Raw } from '@/lib/address';
import { all, CHAINS } from '@/lib/vocabulary';

export const PLATFORM_KINDS = all<ServicePlatformKind>({
  POC: true,
  PILOT: true,
  TESTING: true,
  INCUBATOR: true,
  OPEN_INNOVATION: true,
  OFFSHORE_BASE: true,
});

/** What the address of the list of platforms says. */
export interface PlatformSearch {
  kind?: ServicePlatformKind;
  /** A division of China, or what it is a part of. */
  region?: string;
  chain?: IndustryChain;
  /** How ready the technology is that is to be taken in, 1 to 9. */
  trl?: number;
  /** How ready it shall become, at least. */
  to?: number;
  /** Whose, as the page of an organization may say. */
  org?: string;
}

const level = (raw: unknown): number | undefined => (/^[1-9]$/.test(String(raw)) ? Number(raw) : undefined);
const id = (raw: unknown): string | undefined =>
  typeof raw === 'string' && /^[\w=-]{1,100}$/.test(raw) ? raw : undefined;

/** Reads the address of the list; what it does not understand is left out. */
export const readPlatforms = (raw: Raw): PlatformSearch =>
  told({
    kind: oneOf(PLATFORM_KINDS, raw.kind),
    region: /^\d{6}$/.test(String(raw.region)) ? String(raw.region) : undefined,
    chain: oneOf(CHAINS, raw.chain),
    trl: level(raw.trl),
    to: level(raw.to),
    org: id(raw.org),
  });
