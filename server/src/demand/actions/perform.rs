//! Carrying out a step that was checked.

use super::{answer::close, entry, revised, stage::Surroundings};
use crate::{
    audit,
    ctx::Ctx,
    db::Write,
    demand::{
        content::DemandContent,
        model::{Demand, Publication, Review, ReviewNote, Verdict},
        rules::{self, Step, Suspension, Transition},
        store,
        vocabulary::{DemandState, PassReason},
    },
    kernel::{
        Actor, Id, Result,
        id::{Demand as DemandId, RuleVersion},
    },
    outbox::{self, Event},
};

/// What was said with a step.
#[derive(Debug, Clone)]
pub(super) struct Decision {
    /// Notes of the operator.
    pub(super) notes: Vec<ReviewNote>,
    /// Reason of a refusal, suspension or withdrawal.
    pub(super) reason: Option<String>,
    /// Who suspends.
    pub(super) suspension: Suspension,
}

impl Decision {
    /// A decision of time alone.
    pub(super) const fn of_time() -> Self {
        Self { notes: Vec::new(), reason: None, suspension: Suspension::Owner }
    }
}

/// Takes a step on a demand that was locked in this transaction; writes the trail last.
pub(super) async fn perform(
    ctx: &Ctx,
    tx: &Write,
    actor: &Actor,
    before: Demand,
    step: Step,
    decision: &Decision,
    around: &Surroundings,
) -> Result<Demand> {
    let (now, today) = (ctx.now(), ctx.clock.today());
    let rules = rules::deciding_rules(step.transition, today, &ctx.rules)?;
    let mut after =
        Demand { state: step.to.state, revision: step.to.revision, version: before.version + 1, updated_at: now, ..before.clone() };
    let mut verdict = None;
    let mut shown = None;
    // Whoever does it to the own demand knows.
    let by_others = !actor.is_member_of(before.organization);
    let event = match step.transition {
        Transition::Submit => {
            (after.submitted_at, after.submitted_by) = (Some(now), actor.user());
            after.handed_in_at = before.handed_in_at.or(Some(now));
            Some(Event::DemandSubmitted { demand: after.id })
        }
        Transition::Return => {
            verdict = Some(Verdict::Returned);
            Some(Event::DemandReturned { demand: after.id })
        }
        Transition::Refuse => {
            verdict = Some(Verdict::Refused);
            after.reason.clone_from(&decision.reason);
            Some(Event::DemandRefused { demand: after.id })
        }
        Transition::Publish => {
            verdict = Some(Verdict::Approved);
            after.published_content_version = Some(before.content_version);
            after.published_at = before.published_at.or(Some(now));
            let first_or_shown = before.valid_until.filter(|last| before.published_at.is_some() && last.0 >= today);
            set_end(&mut after, &before.content, first_or_shown, ctx)?;
            // What is paused stays so: it is shown as it is now when it is resumed.
            if after.state == DemandState::Published {
                (after.suspension, after.reason) = (None, None);
                shown = Some(before.content.clone());
            }
            Some(Event::DemandPublished { demand: after.id })
        }
        Transition::Resume => {
            (after.suspension, after.reason) = (None, None);
            shown = around.shown_of(&before).cloned();
            by_others.then_some(Event::DemandResumed { demand: after.id })
        }
        Transition::Renew => {
            let content = around.shown_of(&before).cloned().unwrap_or_else(|| before.content.clone());
            // Whoever renews wants it shown for another while, and not until the day that was chosen for the last one.
            let content = DemandContent { valid_until: None, ..content };
            if !before.has_unpublished_changes() && before.content.valid_until.is_some() {
                let (renewed, revision) = revised(ctx, &after, content.clone(), step.to, actor)?;
                after = Demand { version: after.version, published_content_version: Some(renewed.content_version), ..renewed };
                store::insert_revisions(&**tx, &[revision]).await?;
            }
            set_end(&mut after, &content, None, ctx)?;
            if after.state == DemandState::Published {
                (after.suspension, after.reason) = (None, None);
                shown = Some(content);
            }
            None
        }
        Transition::Suspend => {
            (after.suspension, after.reason) = (Some(decision.suspension), decision.reason.clone());
            by_others.then_some(Event::DemandSuspended { demand: after.id })
        }
        Transition::Expire => {
            // Who hid it, and why, is kept: time does not lift what an operator decided.
            after.remind_on = None;
            Some(Event::DemandExpired { demand: after.id })
        }
        Transition::Withdraw | Transition::Fulfill => {
            (after.suspension, after.remind_on) = (None, None);
            after.reason.clone_from(&decision.reason);
            None
        }
    };
    let hidden = before.state == DemandState::Published && after.state != DemandState::Published;
    let visibility = (shown.is_some() || hidden).then_some(Event::DemandVisibilityChanged { demand: after.id });
    if let Some(content) = shown {
        after.named |= content.visibility.names_owner();
        let profile = around.profile(ctx, tx, content.visibility).await?;
        store::publish(&**tx, &[Publication::of(&after, content, profile)?]).await?;
    }
    store::save(&**tx, std::slice::from_ref(&after)).await?;
    if after.state != DemandState::Published {
        store::unpublish(&**tx, &[after.id]).await?;
    }
    if let Some(verdict) = verdict {
        store::insert_reviews(&**tx, &[review(ctx, actor, &before, verdict, decision, rules.clone())]).await?;
    }
    // After it was taken from the world: nobody proposes any more.
    let (told, closed) = match ended(step.transition) {
        Some(reason) => close(ctx, tx, actor, after.id, reason).await?,
        None => (Vec::new(), Vec::new()),
    };
    outbox::push_all(ctx, &**tx, &event.into_iter().chain(visibility).chain(told).collect::<Vec<_>>()).await?;
    let own = entry(verb(step.transition), Some(&before), &after).by_rules(rules);
    audit::append_all(ctx, &**tx, actor, closed.into_iter().chain([own]).collect()).await?;
    Ok(after)
}

/// Sets the last day and the reminders. Changes to a demand that is shown do not make it last longer than it would have,
/// unless they say so themselves.
fn set_end(after: &mut Demand, content: &DemandContent, standing: Option<crate::kernel::Date>, ctx: &Ctx) -> Result<()> {
    let today = ctx.clock.today();
    let until = rules::shown_until(content, today, &ctx.rules)?;
    let last = standing.filter(|_| content.valid_until.is_none()).map_or(until, |standing| standing.min(until));
    after.valid_until = Some(last);
    after.remind_on = rules::next_reminder(last, today, &ctx.rules)?;
    Ok(())
}

fn review(ctx: &Ctx, actor: &Actor, demand: &Demand, verdict: Verdict, decision: &Decision, rules: Vec<Id<RuleVersion>>) -> Review {
    let reason = decision.reason.iter().filter(|_| verdict == Verdict::Refused);
    let reason = reason.map(|reason| ReviewNote { path: None, text: reason.clone() });
    Review {
        id: ctx.new_id::<DemandId>().uuid(),
        demand: demand.id,
        content_version: demand.content_version,
        verdict,
        notes: decision.notes.iter().cloned().chain(reason).collect(),
        rules,
        reviewed_by: actor.user(),
        reviewed_at: ctx.now(),
    }
}

/// Why offices hear no more of a demand whose life a step ends.
const fn ended(transition: Transition) -> Option<PassReason> {
    match transition {
        Transition::Fulfill => Some(PassReason::AlreadySolved),
        Transition::Withdraw | Transition::Expire => Some(PassReason::DemandEnded),
        _ => None,
    }
}

const fn verb(transition: Transition) -> &'static str {
    match transition {
        Transition::Submit => "demand.submit",
        Transition::Return => "demand.return",
        Transition::Refuse => "demand.refuse",
        Transition::Publish => "demand.publish",
        Transition::Suspend => "demand.suspend",
        Transition::Resume => "demand.resume",
        Transition::Renew => "demand.renew",
        Transition::Withdraw => "demand.withdraw",
        Transition::Fulfill => "demand.fulfill",
        Transition::Expire => "demand.expire",
    }
}
