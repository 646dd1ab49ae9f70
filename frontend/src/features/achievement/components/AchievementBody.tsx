import type { AchievementDetailFragment, AchievementQuery } from '@/gql/graphql';

import styles from './AchievementBody.module.css';
import { Content } from './Content';
import { Facts } from './Facts';
import { Offers } from './Offers';

/** What the page of an achievement says, without what can be done there: for those who decide about it. */
export default function AchievementBody({
  listing,
  rules,
}: {
  listing: AchievementDetailFragment;
  rules: AchievementQuery['rules']['nodes'];
}) {
  return (
    <div className={styles.body}>
      <Content listing={listing} />
      <Offers offers={listing.offers} rules={rules} />
      <Facts listing={listing} />
    </div>
  );
}
