//! What an advisor picks for a client, as answers.

use async_graphql::{Context, ID, Object, SimpleObject};

use super::{BrokerCase, loaders};
use crate::{
    advisor,
    brokering::{
        actions,
        model::{Standing, View},
        pick::{Pick, Shortlist},
        policy,
    },
    demand::vocabulary::MatchVerdict,
    gql::{Result, actor, app},
    identity,
    kernel::{Id, Timestamp, id::Demand},
    listing::{self, content::BilingualText},
};

/// A listing that an advisor has picked for a client, with the reason. Read by the advisor who has the case and by staff, and by the
/// client once it is sent.
pub struct CasePick(pub Pick);

/// A listing that an advisor has picked for a client, with the reason. Read by the advisor who has the case and by staff, and by the
/// client once it is sent.
#[Object]
impl CasePick {
    /// Id, for changing or answering it.
    async fn id(&self) -> ID {
        self.0.id.to_string().into()
    }

    /// Counts changes; give it as `expectedVersion` when you change it.
    async fn version(&self) -> i64 {
        self.0.version
    }

    /// Id of the listing, also of one that is not published any more.
    async fn listing_id(&self) -> ID {
        self.0.listing.to_string().into()
    }

    /// The listing; null if it is no longer available to the viewer.
    async fn listing(&self, ctx: &Context<'_>) -> Result<Option<listing::api::Listing>> {
        Ok(listing::api::listing(ctx, self.0.listing).await?)
    }

    /// Whose the listing was when it was picked.
    async fn organization(&self, ctx: &Context<'_>) -> Result<Option<identity::api::Organization>> {
        Ok(identity::api::organization(ctx, self.0.holder).await?)
    }

    /// Why, in the advisor's words.
    async fn reason(&self) -> &BilingualText {
        &self.0.reason
    }

    /// Whether it was sent to the client.
    async fn sent(&self) -> bool {
        self.0.shortlist.is_some()
    }

    /// What the client says of it; null while it has not answered.
    async fn verdict(&self) -> Option<MatchVerdict> {
        self.0.verdict
    }

    /// The same in words, for the advisor.
    async fn answer(&self) -> Option<&str> {
        self.0.answer.as_deref()
    }

    /// When the client answered.
    async fn answered_at(&self) -> Option<Timestamp> {
        self.0.answered_at
    }

    /// Whether the viewer may answer it now, also in place of an earlier answer.
    async fn viewer_can_answer(&self, ctx: &Context<'_>) -> Result<bool> {
        let Some(BrokerCase(View { case, .. })) = loaders::case(ctx, self.0.case).await? else { return Ok(false) };
        let may = self.0.shortlist.is_some() && case.closed_at.is_none() && policy::answers_pick(actor(ctx), &case, &self.0);
        Ok(may && listing::api::listing(ctx, self.0.listing).await?.is_some())
    }

    /// When it was picked.
    async fn created_at(&self) -> Timestamp {
        self.0.created_at
    }
}

/// What an advisor has picked for a client and not sent.
#[derive(SimpleObject)]
pub struct CaseWorkingList {
    /// The listings, in the advisor's order.
    picks: Vec<CasePick>,
    /// A shortlist of fewer listings needs a word why there are no more, as the rule `advising.shortlist_min` says.
    minimum: i32,
    /// At most so many wait at a time.
    most: i32,
}

/// What an advisor sent to a client at a time.
pub struct CaseShortlist {
    sent: Shortlist,
    picks: Vec<Pick>,
}

/// What an advisor sent to a client at a time.
#[Object]
impl CaseShortlist {
    /// Id of the note that tells of it.
    async fn log_id(&self) -> ID {
        self.sent.note.to_string().into()
    }

    /// Counts the shortlists of the case, from 1.
    async fn round(&self) -> i64 {
        self.sent.round
    }

    /// Who sent it; null if the viewer may not see them any more.
    async fn advisor(&self, ctx: &Context<'_>) -> Result<Option<advisor::api::Advisor>> {
        Ok(advisor::api::advisor(ctx, self.sent.advisor).await?)
    }

    /// Why there are no more, or what else there is to say.
    async fn explanation(&self) -> Option<&str> {
        self.sent.explanation.as_deref()
    }

    /// The listings, in the advisor's order.
    async fn picks(&self) -> Vec<CasePick> {
        self.picks.iter().cloned().map(CasePick).collect()
    }

    /// When.
    async fn sent_at(&self) -> Timestamp {
        self.sent.sent_at
    }
}

/// What waits on the list of a case; none for all but the advisor who has it and staff.
pub(super) async fn working_list(ctx: &Context<'_>, View { case, standing }: &View) -> Result<Option<CaseWorkingList>> {
    if !matches!(standing, Standing::Mandated | Standing::Staff) {
        return Ok(None);
    }
    let picks = loaders::picks(ctx, case.id).await?.into_iter().filter(|pick| pick.shortlist.is_none()).map(CasePick).collect();
    let count = |count: usize| i32::try_from(count).unwrap_or(i32::MAX);
    Ok(Some(CaseWorkingList { picks, minimum: count(actions::shortest(app(ctx))?.0), most: count(actions::LONGEST) }))
}

/// What was sent in a case, oldest first; nothing for those who do not see the work.
pub(super) async fn shortlists(ctx: &Context<'_>, View { case, standing }: &View) -> Result<Vec<CaseShortlist>> {
    if !standing.sees_work() {
        return Ok(Vec::new());
    }
    let sent = loaders::shortlists(ctx, case.id).await?;
    // A case in which nothing was sent costs no statement more.
    let picks = if sent.is_empty() { Vec::new() } else { loaders::picks(ctx, case.id).await? };
    let of = |sent: Shortlist| {
        let picks = picks.iter().filter(|pick| pick.shortlist == Some(sent.note)).cloned().collect();
        CaseShortlist { sent, picks }
    };
    Ok(sent.into_iter().map(of).collect())
}

/// What was picked of a listing for a demand, as the viewer may see it: what was sent before what was not, and of several the last. Read
/// for all listings of a demand at once.
///
/// # Errors
/// Those of the database.
pub async fn pick_for(ctx: &Context<'_>, demand: Id<Demand>, listing: Id<crate::kernel::id::Listing>) -> Result<Option<CasePick>> {
    let picks = loaders::picks_about(ctx, demand).await?;
    let of = |sent: bool| picks.iter().find(|pick| pick.listing == listing && pick.shortlist.is_some() == sent);
    Ok(of(true).or_else(|| of(false)).cloned().map(CasePick))
}
