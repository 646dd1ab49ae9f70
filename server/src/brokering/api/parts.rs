//! What belongs to a case, as answers.

use std::{borrow::Cow, collections::BTreeMap};

use async_graphql::{Context, ID, Object};
use serde_json::json;

use super::loaders;
use crate::{
    advisor::{self, vocabulary::ConflictKind},
    brokering::{
        actions::Rate,
        model::{Case, Conflict, Refusal},
        policy,
        service::{Fee, Rating, Task},
        to_do::{FollowUp, ToDo},
        vocabulary::{CaseConflictState, CaseTaskKind, ConflictHandling, FeeKind},
    },
    gql::{Result, actor, app, locale},
    identity,
    kernel::{Date, Id, Locale, Money, Timestamp, date, id::Advisor},
    locale,
};

/// A tie between the advisor and a party of one case.
pub struct CaseConflict(pub Conflict);

impl From<Conflict> for CaseConflict {
    fn from(conflict: Conflict) -> Self {
        Self(conflict)
    }
}

/// A tie between the advisor and a party of one case. Read by both parties, the advisor and staff.
#[Object]
impl CaseConflict {
    /// Id, for answering it.
    async fn id(&self) -> ID {
        self.0.id.to_string().into()
    }

    /// Counts changes; give it as `expectedVersion` when you answer.
    async fn version(&self) -> i64 {
        self.0.version
    }

    /// What kind of tie.
    async fn kind(&self) -> ConflictKind {
        self.0.kind
    }

    /// With whom.
    async fn organization(&self, ctx: &Context<'_>) -> Result<Option<identity::api::Organization>> {
        Ok(identity::api::organization(ctx, self.0.organization).await?)
    }

    /// The advisor; null if the viewer may not see them any more.
    async fn advisor(&self, ctx: &Context<'_>) -> Result<Option<advisor::api::Advisor>> {
        Ok(advisor::api::advisor(ctx, self.0.advisor).await?)
    }

    /// In the advisor's words.
    async fn note(&self) -> &str {
        &self.0.note
    }

    /// What follows.
    async fn handling(&self) -> ConflictHandling {
        self.0.handling
    }

    /// Where it stands.
    async fn state(&self) -> CaseConflictState {
        self.0.state
    }

    /// When the client consented.
    async fn client_consented_at(&self) -> Option<Timestamp> {
        self.0.client_consented_at
    }

    /// When the other party consented.
    async fn counterparty_consented_at(&self) -> Option<Timestamp> {
        self.0.counterparty_consented_at
    }

    /// Whether the viewer may answer it now.
    async fn viewer_can_consent(&self, ctx: &Context<'_>) -> Result<bool> {
        let tie = &self.0;
        if tie.state != CaseConflictState::Open {
            return Ok(false);
        }
        // The other party does not see the case, and has no say for the client.
        let case = loaders::case(ctx, tie.case).await?.map(|case| case.0.case);
        let for_other = policy::consents_for_counterparty(actor(ctx), tie, case.as_ref());
        let for_client = case.is_some_and(|case| policy::consents_for_client(actor(ctx), &case));
        Ok((for_other && tie.counterparty_consented_at.is_none()) || (for_client && tie.client_consented_at.is_none()))
    }

    /// When it was disclosed.
    async fn declared_at(&self) -> Timestamp {
        self.0.declared_at
    }
}

/// What is to be done: a follow-up in words of `locale`, everything else as it was written.
pub(super) fn in_words(locale: Locale, what: &ToDo) -> Cow<'_, str> {
    let follow_up = match what {
        ToDo::Words(words) => return Cow::Borrowed(words),
        ToDo::FollowUp(follow_up) => *follow_up,
    };
    let (key, args) = match follow_up {
        FollowUp::AfterContract(months) => ("follow-up-after-contract", BTreeMap::from([("months", json!(months))])),
        FollowUp::DutyEnds(until) => ("follow-up-duty-ends", BTreeMap::from([("date", json!(date::in_words(locale, until)))])),
        FollowUp::BeforePayment { days, due_on } => {
            ("follow-up-before-payment", BTreeMap::from([("days", json!(days)), ("date", json!(date::in_words(locale, due_on)))]))
        }
    };
    Cow::Owned(locale::message(locale, key, &args))
}

/// Something that has to be done in a case.
pub struct CaseTask(pub Task);

/// Something that has to be done in a case.
#[Object]
impl CaseTask {
    /// Id, for ticking it off.
    async fn id(&self) -> ID {
        self.0.id.to_string().into()
    }

    /// Counts changes; give it as `expectedVersion` when you tick it off.
    async fn version(&self) -> i64 {
        self.0.version
    }

    /// What it is.
    async fn kind(&self) -> CaseTaskKind {
        self.0.what.kind()
    }

    /// In words: the advisor's, or for a follow-up that the program set, the program's in the reader's language.
    async fn title(&self, ctx: &Context<'_>) -> Cow<'_, str> {
        in_words(locale(ctx), &self.0.what)
    }

    /// The last day.
    async fn due_on(&self) -> Date {
        self.0.due_on
    }

    /// When it was done.
    async fn done_on(&self) -> Option<Date> {
        self.0.done_on
    }

    /// Whether it is overdue.
    async fn late(&self, ctx: &Context<'_>) -> bool {
        self.0.done_on.is_none() && app(ctx).clock.today() > self.0.due_on.0
    }
}

/// What is paid to an advisor for an outcome.
pub struct CaseFee(pub Fee);

/// What is paid to an advisor for an outcome.
#[Object]
impl CaseFee {
    /// Id, for noting its arrival.
    async fn id(&self) -> ID {
        self.0.id.to_string().into()
    }

    /// Counts changes; give it as `expectedVersion` when you note its arrival.
    async fn version(&self) -> i64 {
        self.0.version
    }

    /// What it is.
    async fn kind(&self) -> FeeKind {
        self.0.kind
    }

    /// Who pays.
    async fn payer(&self) -> &str {
        &self.0.payer
    }

    /// What it rests on.
    async fn basis(&self) -> &str {
        &self.0.basis
    }

    /// How much.
    async fn amount(&self) -> Money {
        self.0.amount
    }

    /// The day on which it arrived.
    async fn arrived_on(&self) -> Option<Date> {
        self.0.arrived_on
    }

    /// When it was cancelled: nothing is to be paid.
    async fn cancelled_at(&self) -> Option<Timestamp> {
        self.0.cancelled_at
    }

    /// Why it was cancelled.
    async fn cancel_reason(&self) -> Option<&str> {
        self.0.cancel_reason.as_deref()
    }
}

/// An advisor who had taken a case and has left.
pub struct CaseFormerAdvisor {
    pub(super) case: Case,
    pub(super) refusal: Refusal,
}

/// An advisor who had taken a case and has left. Shown to the client and to staff.
#[Object]
impl CaseFormerAdvisor {
    /// The advisor; null if the viewer may not see them any more.
    async fn advisor(&self, ctx: &Context<'_>) -> Result<Option<advisor::api::Advisor>> {
        Ok(advisor::api::advisor(ctx, self.refusal.advisor).await?)
    }

    /// The advisor's id, for rating the work.
    async fn advisor_id(&self) -> ID {
        self.refusal.advisor.to_string().into()
    }

    /// When the advisor had taken it.
    async fn accepted_at(&self) -> Option<Timestamp> {
        self.refusal.accepted_at
    }

    /// When the advisor left.
    async fn left_at(&self) -> Timestamp {
        self.refusal.at
    }

    /// What the client says of the advisor's work on it.
    async fn rating(&self, ctx: &Context<'_>) -> Result<Option<CaseRating>> {
        let given = loaders::ratings(ctx, self.case.id).await?;
        Ok(given.into_iter().find(|rating| rating.advisor == self.refusal.advisor).map(CaseRating))
    }

    /// Whether the viewer may say now what the client thinks of the advisor's work on it.
    async fn viewer_can_rate(&self, ctx: &Context<'_>) -> Result<bool> {
        viewer_rates(ctx, &self.case, self.refusal.advisor).await
    }
}

/// Whether the viewer may say now what the client thinks of the work of `advisor` on `case`, of which there is something to say.
pub(super) async fn viewer_rates(ctx: &Context<'_>, case: &Case, advisor: Id<Advisor>) -> Result<bool> {
    if !Rate::is_allowed(app(ctx), actor(ctx), case, advisor).await? {
        return Ok(false);
    }
    Ok(!loaders::ratings(ctx, case.id).await?.iter().any(|rating| rating.advisor == advisor))
}

/// What a client says of a case. Shown to the client and to staff; the advisor sees the mean of several.
pub struct CaseRating(pub Rating);

/// What a client says of a case. Shown to the client and to staff; the advisor sees the mean of several.
#[Object]
impl CaseRating {
    /// 1 to 5.
    async fn score(&self) -> i64 {
        self.0.score
    }

    /// In words.
    async fn comment(&self) -> Option<&str> {
        self.0.comment.as_deref()
    }

    /// When.
    async fn created_at(&self) -> Timestamp {
        self.0.created_at
    }
}
