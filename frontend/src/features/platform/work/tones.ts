import type { ServicePlatformState } from '@/gql/graphql';

export const TONES: Record<ServicePlatformState, 'plain' | 'leaf' | 'clay'> = {
  DRAFT: 'plain',
  PUBLISHED: 'leaf',
  WITHDRAWN: 'clay',
};
