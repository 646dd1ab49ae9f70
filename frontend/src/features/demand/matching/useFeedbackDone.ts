import { useQueryClient } from '@tanstack/react-query';

import type { Problem } from '@/lib/form';
import { useToast } from '@/ui/Toast';

/** What comes of feedback: the demand's list is another one, at once. What the server has against it is said. */
export function useFeedbackDone() {
  const say = useToast();
  const client = useQueryClient();
  return (problems: readonly Problem[], said: string): boolean => {
    const [problem] = problems;
    say(problem ? problem.message : said);
    void client.invalidateQueries({ queryKey: ['demand', 'listingMatches'] });
    // What is said of a match that an advisor picked answers the advisor.
    void client.invalidateQueries({ queryKey: ['case'] });
    return !problem;
  };
}
