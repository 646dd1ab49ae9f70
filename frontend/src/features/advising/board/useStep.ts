import { useSend } from '@/features/account';
import {
  AcceptCaseDocument,
  ContractCaseDocument,
  DeclineCaseDocument,
  GiveUpCaseDocument,
  MatchCaseDocument,
  ReleaseCaseDocument,
  StartCaseDocument,
  SucceedCaseDocument,
  TrackCaseDocument,
  WithdrawCaseDocument,
  type CaseTransition,
} from '@/gql/graphql';
import type { Problem } from '@/lib/form';

export interface Given {
  id: string;
  expectedVersion: number;
  reason?: string;
  noConflict?: boolean;
}

/** Takes a step with a case. What the server refuses comes back. */
export function useStep(): (name: CaseTransition, given: Given) => Promise<readonly Problem[]> {
  const accept = useSend(AcceptCaseDocument);
  const decline = useSend(DeclineCaseDocument);
  const start = useSend(StartCaseDocument);
  const match = useSend(MatchCaseDocument);
  const contract = useSend(ContractCaseDocument);
  const track = useSend(TrackCaseDocument);
  const release = useSend(ReleaseCaseDocument);
  const succeed = useSend(SucceedCaseDocument);
  const giveUp = useSend(GiveUpCaseDocument);
  const withdraw = useSend(WithdrawCaseDocument);
  return async (name, { id, expectedVersion, reason = '', noConflict = false }) => {
    const input = { id, expectedVersion };
    switch (name) {
      case 'ACCEPT':
        return (await accept.mutateAsync({ input: { ...input, noConflict } })).caseAccept.userErrors;
      case 'DECLINE':
        return (await decline.mutateAsync({ input: { ...input, reason } })).caseDecline.userErrors;
      case 'START':
        return (await start.mutateAsync({ input })).caseStart.userErrors;
      case 'MATCH':
        return (await match.mutateAsync({ input })).caseMatch.userErrors;
      case 'CONTRACT':
        return (await contract.mutateAsync({ input })).caseContract.userErrors;
      case 'TRACK':
        return (await track.mutateAsync({ input })).caseTrack.userErrors;
      case 'RELEASE':
        return (await release.mutateAsync({ input: { ...input, reason } })).caseRelease.userErrors;
      case 'SUCCEED':
        return (await succeed.mutateAsync({ input })).caseSucceed.userErrors;
      case 'GIVE_UP':
        return (await giveUp.mutateAsync({ input: { ...input, reason } })).caseGiveUp.userErrors;
      case 'WITHDRAW':
        return (await withdraw.mutateAsync({ input: { ...input, reason } })).caseWithdraw.userErrors;
      // The page of assignments does the one, the program the other.
      case 'ASSIGN':
      case 'LAPSE':
        return [];
    }
  };
}
