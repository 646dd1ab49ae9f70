import { useSend } from '@/features/account';
import {
  ApproveListingDocument,
  PublishListingDocument,
  ResumeListingDocument,
  ReturnListingDocument,
  SubmitListingDocument,
  SuspendListingDocument,
  TransferListingDocument,
  WithdrawListingDocument,
  type ListingTransition,
} from '@/gql/graphql';
import type { Problem } from '@/lib/form';

interface Given {
  id: string;
  expectedVersion: number;
  reason?: string;
  notes?: { path?: string[]; text: string }[];
}

/** Takes a step. What the server refuses comes back; what it makes old is said where it is used. */
export function useStep(name: ListingTransition): (given: Given) => Promise<readonly Problem[]> {
  const submit = useSend(SubmitListingDocument);
  const sendBack = useSend(ReturnListingDocument);
  const approve = useSend(ApproveListingDocument);
  const publish = useSend(PublishListingDocument);
  const suspend = useSend(SuspendListingDocument);
  const resume = useSend(ResumeListingDocument);
  const withdraw = useSend(WithdrawListingDocument);
  const transfer = useSend(TransferListingDocument);
  return async ({ id, expectedVersion, reason = '', notes = [] }) => {
    const input = { id, expectedVersion };
    switch (name) {
      case 'SUBMIT':
        return (await submit.mutateAsync({ input })).listingSubmit.userErrors;
      case 'RETURN':
        return (await sendBack.mutateAsync({ input: { ...input, notes } })).listingReturn.userErrors;
      case 'APPROVE':
        return (await approve.mutateAsync({ input })).listingApprove.userErrors;
      case 'PUBLISH':
        return (await publish.mutateAsync({ input })).listingPublish.userErrors;
      case 'SUSPEND':
        return (await suspend.mutateAsync({ input: { ...input, reason } })).listingSuspend.userErrors;
      case 'RESUME':
        return (await resume.mutateAsync({ input })).listingResume.userErrors;
      case 'WITHDRAW':
        return (await withdraw.mutateAsync({ input: { ...input, reason } })).listingWithdraw.userErrors;
      case 'TRANSFER':
        return (await transfer.mutateAsync({ input: { ...input, reason } })).listingTransfer.userErrors;
      case 'EXPIRE':
        return [];
    }
  };
}
