//! A case as an answer: what the viewer's standing does not allow is null or empty.

use std::borrow::Cow;

use async_graphql::{Context, ID, Object, SimpleObject};

use super::{
    loaders,
    parts::{CaseConflict, CaseFormerAdvisor, CaseRating, CaseTask, in_words, viewer_rates},
    picks::{self, CaseShortlist, CaseWorkingList},
    plan::{CaseCandidate, candidates},
    service::{CaseOutcome, Introduction, ServiceLog},
};
use crate::{
    advisor::{self, vocabulary::MandateScope},
    brokering::{
        actions,
        model::{Case, Needs, Standing, View},
        policy,
        rules::{self, Transition},
        vocabulary::CaseState,
    },
    demand,
    gql::{Result, actor, app, locale},
    identity,
    kernel::{Code, Date, Timestamp},
    listing::content::BilingualText,
    locale::error_message,
};

/// Cost of a field that takes statements of its own for each case of a page.
const READ_BY_ITSELF: usize = 50;

/// Something that a client wants help with. Visible to the client's people, to the advisor who has it, and to staff; an
/// advisor whose mandate is over sees the own notes and nothing else of it.
#[derive(Debug, Clone)]
pub struct BrokerCase(pub View);

impl From<View> for BrokerCase {
    fn from(view: View) -> Self {
        Self(view)
    }
}

impl BrokerCase {
    const fn case(&self) -> &Case {
        &self.0.case
    }

    /// The case for those who see what it is about.
    fn about(&self) -> Option<&Case> {
        Some(&self.0.case).filter(|_| self.0.standing.sees_case())
    }

    /// The case for those who see what is done about it.
    fn work(&self) -> Option<&Case> {
        Some(&self.0.case).filter(|_| self.0.standing.sees_work())
    }

    async fn readable_logs(&self, ctx: &Context<'_>) -> Result<Vec<ServiceLog>> {
        let logs = loaders::logs(ctx, self.case().id).await?;
        let corrected: Vec<_> = logs.iter().filter_map(|log| log.supersedes).collect();
        let (standing, user) = (self.0.standing, actor(ctx).user());
        let shown = logs.into_iter().filter(|log| policy::reads_log(standing, log, user));
        Ok(shown.map(|log| ServiceLog { corrected: corrected.contains(&log.id), log }).collect())
    }
}

/// Something that stands in the way of a step with a case.
#[derive(SimpleObject)]
pub struct CaseTransitionBlocker {
    /// Stable code.
    code: Code,
    /// What it means, in the caller's language.
    message: String,
}

/// A step that the viewer may take with a case.
#[derive(SimpleObject)]
pub struct CaseAvailableTransition {
    /// The step.
    name: Transition,
    /// State that it leads to.
    to_state: CaseState,
    /// What stands in its way; empty if it can be taken now.
    blocked_by: Vec<CaseTransitionBlocker>,
    /// Fields that its mutation asks for beside id and version.
    required_inputs: Vec<String>,
}

/// Something that a client wants help with. Visible to the client's people, to the advisor who has it, and to staff; an
/// advisor whose mandate is over sees the own notes and nothing else of it.
#[Object]
impl BrokerCase {
    /// Global id.
    pub async fn id(&self) -> ID {
        self.case().id.to_string().into()
    }

    /// Counts changes; give it as `expectedVersion` when you take a step.
    /// Null once the mandate is over and somebody else has it, or nobody.
    async fn version(&self, ctx: &Context<'_>) -> Option<i64> {
        let hands_back = self.case().is_of(actor(ctx));
        (hands_back || self.0.standing.sees_case()).then_some(self.case().version)
    }

    /// Where it stands; null once the mandate is over.
    async fn state(&self) -> Option<CaseState> {
        self.about().map(|case| case.state)
    }

    /// Whether the viewer sees nothing of it but the own notes, because the mandate is over.
    async fn notes_only(&self) -> bool {
        self.0.standing == Standing::NotesOnly
    }

    /// What it is about, in a line.
    async fn title(&self) -> Option<&BilingualText> {
        self.about().map(|case| &case.title)
    }

    /// What the client says beside it.
    async fn note(&self) -> Option<&str> {
        self.about().and_then(|case| case.note.as_deref())
    }

    /// What it asks of an advisor.
    async fn needs(&self) -> Option<&Needs> {
        self.about().map(|case| &case.needs)
    }

    /// The client.
    async fn client(&self, ctx: &Context<'_>) -> Result<Option<identity::api::Organization>> {
        match self.about() {
            Some(case) => Ok(identity::api::organization(ctx, case.client).await?),
            None => Ok(None),
        }
    }

    /// Who is on the other side, if that was known from the beginning.
    async fn counterparty(&self, ctx: &Context<'_>) -> Result<Option<identity::api::Organization>> {
        match self.about().and_then(|case| case.counterparty) {
            Some(organization) => Ok(identity::api::organization(ctx, organization).await?),
            None => Ok(None),
        }
    }

    /// The demand that it is about, as the viewer may read it.
    async fn demand(&self, ctx: &Context<'_>) -> Result<Option<demand::api::Demand>> {
        match self.about().and_then(|case| case.demand) {
            Some(id) => Ok(demand::api::demand(ctx, id).await?),
            None => Ok(None),
        }
    }

    /// The license request that it is about; ask `licenseRequest` for it.
    async fn license_request_id(&self) -> Option<ID> {
        self.about().and_then(|case| case.request).map(|id| id.to_string().into())
    }

    /// Who has it.
    async fn advisor(&self, ctx: &Context<'_>) -> Result<Option<advisor::api::Advisor>> {
        match self.about().and_then(|case| case.advisor) {
            Some(id) => Ok(advisor::api::advisor(ctx, id).await?),
            None => Ok(None),
        }
    }

    /// Whether its advisor, or one who had it before, began it with the client, before there was a demand.
    async fn begun_by_advisor(&self) -> Option<bool> {
        self.about().map(|case| case.begun_by.is_some())
    }

    /// Whether the viewer may draft the client's demand in it now. What stands in the way beside that is told when it is tried.
    async fn viewer_can_draft(&self, ctx: &Context<'_>) -> Result<bool> {
        let case = self.case();
        let is_free = case.state.is_worked_on() && case.demand.is_none() && case.request.is_none();
        let Some(advisor) = case.advisor.filter(|_| is_free && self.0.standing == Standing::Mandated) else { return Ok(false) };
        let mandate = advisor::api::mandate_between(ctx, case.client, advisor).await?;
        Ok(mandate.is_some_and(|mandate| mandate.0.covers(MandateScope::Demands, app(ctx).clock.today())))
    }

    /// The last day for an assignment.
    async fn assign_by(&self) -> Option<Date> {
        self.about().and_then(|case| case.assign_by)
    }

    /// The last day for the advisor's answer, in working days of China.
    async fn answer_by(&self) -> Option<Date> {
        self.about().and_then(|case| case.answer_by)
    }

    /// The last day for the first contact.
    async fn contact_by(&self) -> Option<Date> {
        self.about().and_then(|case| case.contact_by)
    }

    /// The first contact.
    async fn contacted_at(&self) -> Option<Timestamp> {
        self.work().and_then(|case| case.contacted_at)
    }

    /// The last day for the first shortlist; null once one was sent.
    async fn shortlist_by(&self) -> Option<Date> {
        self.about().and_then(|case| case.shortlist_by)
    }

    /// What comes next, in the advisor's words; a follow-up that the program set in the reader's language.
    async fn next_step(&self, ctx: &Context<'_>) -> Option<Cow<'_, str>> {
        self.work().and_then(|case| case.next_step.as_ref()).map(|what| in_words(locale(ctx), what))
    }

    /// When.
    async fn next_due(&self) -> Option<Date> {
        self.work().and_then(|case| case.next_due)
    }

    /// When somebody last did something about it.
    async fn active_at(&self) -> Option<Timestamp> {
        self.about().map(|case| case.active_at)
    }

    /// Since when nothing has moved, as the rule `advising.stuck_days` says.
    async fn stuck_since(&self) -> Option<Date> {
        self.about().and_then(|case| case.stuck_since)
    }

    /// Since when the first contact, or the first shortlist, is late; null once it has come.
    async fn late_since(&self) -> Option<Date> {
        self.about().and_then(|case| case.late_since)
    }

    /// How often an advisor did not answer in time; null for all but staff.
    async fn escalations(&self) -> Option<i64> {
        (self.0.standing == Standing::Staff).then_some(self.case().escalations)
    }

    /// Last assignment.
    async fn assigned_at(&self) -> Option<Timestamp> {
        self.about().and_then(|case| case.assigned_at)
    }

    /// Acceptance.
    async fn accepted_at(&self) -> Option<Timestamp> {
        self.about().and_then(|case| case.accepted_at)
    }

    /// Match.
    async fn matched_at(&self) -> Option<Timestamp> {
        self.about().and_then(|case| case.matched_at)
    }

    /// Contract.
    async fn contracted_at(&self) -> Option<Timestamp> {
        self.about().and_then(|case| case.contracted_at)
    }

    /// End.
    async fn closed_at(&self) -> Option<Timestamp> {
        self.about().and_then(|case| case.closed_at)
    }

    /// Why it ended, or was given back last.
    async fn reason(&self) -> Option<&str> {
        self.work().and_then(|case| case.reason.as_deref())
    }

    /// Ties with a party that were disclosed in it, oldest first; to an advisor the own ones alone.
    async fn conflicts(&self, ctx: &Context<'_>) -> Result<Vec<CaseConflict>> {
        let Some(case) = self.about() else { return Ok(Vec::new()) };
        let all = matches!(self.0.standing, Standing::Staff | Standing::Client);
        // After a recusal the case is nobody's, and the answer is still for whoever made the disclosure.
        let own = match case.advisor {
            None if !all => advisor::actions::viewer_advisor(app(ctx), actor(ctx)).await?.map(|advisor| advisor.id),
            own => own,
        };
        let found = loaders::conflicts(ctx, case.id).await?.into_iter();
        Ok(found.filter(|tie| all || own == Some(tie.advisor)).map(CaseConflict).collect())
    }

    /// Notes of what was done, newest first: those that the viewer may read, and the own ones in any case.
    async fn logs(&self, ctx: &Context<'_>) -> Result<Vec<ServiceLog>> {
        self.readable_logs(ctx).await
    }

    /// When the newest of `logs` was written; null if there is none.
    async fn last_log_at(&self, ctx: &Context<'_>) -> Result<Option<Timestamp>> {
        Ok(self.readable_logs(ctx).await?.into_iter().map(|shown| shown.log.created_at).max())
    }

    /// Listings that the advisor has picked and not sent; null for all but the advisor who has the case and staff.
    async fn working_list(&self, ctx: &Context<'_>) -> Result<Option<CaseWorkingList>> {
        picks::working_list(ctx, &self.0).await
    }

    /// What was sent to the client, oldest first.
    async fn shortlists(&self, ctx: &Context<'_>) -> Result<Vec<CaseShortlist>> {
        picks::shortlists(ctx, &self.0).await
    }

    /// Introductions, oldest first; to an advisor the own ones.
    async fn introductions(&self, ctx: &Context<'_>) -> Result<Vec<Introduction>> {
        let Some(case) = self.work() else { return Ok(Vec::new()) };
        Ok(loaders::introductions(ctx, case.id).await?.into_iter().map(Introduction).collect())
    }

    /// Tasks, the next one first.
    async fn tasks(&self, ctx: &Context<'_>) -> Result<Vec<CaseTask>> {
        let Some(case) = self.work() else { return Ok(Vec::new()) };
        Ok(loaders::tasks(ctx, case.id).await?.into_iter().map(CaseTask).collect())
    }

    /// What came of it, oldest first.
    async fn outcomes(&self, ctx: &Context<'_>) -> Result<Vec<CaseOutcome>> {
        let Some(case) = self.work() else { return Ok(Vec::new()) };
        Ok(loaders::outcomes(ctx, case.id).await?.into_iter().map(CaseOutcome).collect())
    }

    /// The advisor whom `rating` and `viewerCanRate` are about, for rating the work: who has it, or had it last, also one whom the viewer
    /// may not see any more; null for all but the client and staff.
    async fn rated_advisor_id(&self, ctx: &Context<'_>) -> Result<Option<ID>> {
        if !matches!(self.0.standing, Standing::Staff | Standing::Client) {
            return Ok(None);
        }
        let meant = rules::meant(self.case(), &loaders::refusals(ctx, self.case().id).await?);
        Ok(meant.map(|advisor| advisor.to_string().into()))
    }

    /// What the client says of it and of the advisor who has it, or had it last; null for all but the client and staff.
    async fn rating(&self, ctx: &Context<'_>) -> Result<Option<CaseRating>> {
        if !matches!(self.0.standing, Standing::Staff | Standing::Client) {
            return Ok(None);
        }
        let meant = rules::meant(self.case(), &loaders::refusals(ctx, self.case().id).await?);
        let mut given = loaders::ratings(ctx, self.case().id).await?.into_iter();
        Ok(given.rfind(|rating| Some(rating.advisor) == meant).map(CaseRating))
    }

    /// Advisors who had taken it and have left, the last one first; empty for all but the client and staff.
    async fn former_advisors(&self, ctx: &Context<'_>) -> Result<Vec<CaseFormerAdvisor>> {
        if !matches!(self.0.standing, Standing::Staff | Standing::Client) {
            return Ok(Vec::new());
        }
        let refusals = loaders::refusals(ctx, self.case().id).await?;
        let left = rules::former(self.case(), &refusals).into_iter();
        Ok(left.map(|refusal| CaseFormerAdvisor { case: self.case().clone(), refusal: refusal.clone() }).collect())
    }

    /// The client's mandate for the advisor who has it, if one is good today.
    async fn mandate(&self, ctx: &Context<'_>) -> Result<Option<advisor::api::Mandate>> {
        match self.about().and_then(|case| Some((case.client, case.advisor?))) {
            Some((client, advisor)) => Ok(advisor::api::mandate_between(ctx, client, advisor).await?),
            None => Ok(None),
        }
    }

    /// Whether the viewer may write down what is done in it now. What a mandate has to allow beside that is told when it is
    /// missing.
    async fn viewer_can_work(&self) -> bool {
        matches!(self.0.standing, Standing::Mandated | Standing::Candidate) && self.case().state.is_worked_on()
    }

    /// Whether the viewer may say now what the client thinks of it and of the advisor who has it, or had it last.
    async fn viewer_can_rate(&self, ctx: &Context<'_>) -> Result<bool> {
        if !matches!(self.0.standing, Standing::Staff | Standing::Client) {
            return Ok(false);
        }
        let case = self.case();
        let refusals = loaders::refusals(ctx, case.id).await?;
        match rules::meant(case, &refusals).filter(|advisor| rules::is_rateable(case, &refusals, *advisor)) {
            Some(advisor) => viewer_rates(ctx, case, advisor).await,
            None => Ok(false),
        }
    }

    /// How everybody who takes cases fits it, the best first; empty for all but staff.
    #[graphql(complexity = "READ_BY_ITSELF + child_complexity")]
    async fn candidates(&self, ctx: &Context<'_>) -> Result<Vec<CaseCandidate>> {
        if policy::may_plan(actor(ctx)) { candidates(ctx, self.case()).await } else { Ok(Vec::new()) }
    }

    /// Steps that the viewer may take, each with what stands in its way.
    #[graphql(complexity = "READ_BY_ITSELF + child_complexity")]
    async fn available_transitions(&self, ctx: &Context<'_>) -> Result<Vec<CaseAvailableTransition>> {
        let steps = actions::possible_steps(app(ctx), actor(ctx), &self.0).await?;
        let shown = steps.into_iter().map(|(step, blockers)| CaseAvailableTransition {
            name: step.transition,
            to_state: step.to,
            blocked_by: blockers
                .iter()
                .map(|error| CaseTransitionBlocker { code: error.code(), message: error_message(locale(ctx), error) })
                .collect(),
            required_inputs: rules::required_inputs(step.transition).iter().map(|input| (*input).to_owned()).collect(),
        });
        Ok(shown.collect())
    }

    /// When it was opened.
    async fn created_at(&self) -> Timestamp {
        self.case().created_at
    }

    /// When it last changed; null once the mandate is over.
    async fn updated_at(&self) -> Option<Timestamp> {
        self.about().map(|case| case.updated_at)
    }
}
