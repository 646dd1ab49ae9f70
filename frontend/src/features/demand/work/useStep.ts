import { useSend } from '@/features/account';
import {
  FulfillDemandDocument,
  PublishDemandDocument,
  RefuseDemandDocument,
  RenewDemandDocument,
  ResumeDemandDocument,
  ReturnDemandDocument,
  SubmitDemandDocument,
  SuspendDemandDocument,
  WithdrawDemandDocument,
  type DemandTransition,
} from '@/gql/graphql';
import type { Problem } from '@/lib/form';

interface Given {
  id: string;
  expectedVersion: number;
  reason?: string;
  notes?: { path?: string[]; text: string }[];
}

/** Takes a step. What the server refuses comes back; what it makes old is said where it is used. */
export function useStep(name: DemandTransition): (given: Given) => Promise<readonly Problem[]> {
  const submit = useSend(SubmitDemandDocument);
  const sendBack = useSend(ReturnDemandDocument);
  const refuse = useSend(RefuseDemandDocument);
  const publish = useSend(PublishDemandDocument);
  const suspend = useSend(SuspendDemandDocument);
  const resume = useSend(ResumeDemandDocument);
  const renew = useSend(RenewDemandDocument);
  const withdraw = useSend(WithdrawDemandDocument);
  const fulfill = useSend(FulfillDemandDocument);
  return async ({ id, expectedVersion, reason = '', notes = [] }) => {
    const input = { id, expectedVersion };
    switch (name) {
      case 'SUBMIT':
        return (await submit.mutateAsync({ input })).demandSubmit.userErrors;
      case 'RETURN':
        return (await sendBack.mutateAsync({ input: { ...input, notes } })).demandReturn.userErrors;
      case 'REFUSE':
        return (await refuse.mutateAsync({ input: { ...input, reason } })).demandRefuse.userErrors;
      case 'PUBLISH':
        return (await publish.mutateAsync({ input })).demandPublish.userErrors;
      case 'SUSPEND':
        return (await suspend.mutateAsync({ input: { ...input, reason } })).demandSuspend.userErrors;
      case 'RESUME':
        return (await resume.mutateAsync({ input })).demandResume.userErrors;
      case 'RENEW':
        return (await renew.mutateAsync({ input })).demandRenew.userErrors;
      case 'WITHDRAW':
        return (await withdraw.mutateAsync({ input: { ...input, reason } })).demandWithdraw.userErrors;
      case 'FULFILL':
        return (await fulfill.mutateAsync({ input })).demandFulfill.userErrors;
      case 'EXPIRE':
        return [];
    }
  };
}
