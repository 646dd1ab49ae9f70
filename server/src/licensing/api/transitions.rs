//! What the viewer can do to a request now, and what stands in the way.

use async_graphql::{Context, SimpleObject};

use crate::{
    gql::{self, actor, locale},
    identity,
    kernel::{Code, Date, Error, date::add_months},
    licensing::{
        actions::obstacle_to_grant,
        model::LicenseRequest,
        policy,
        rules::{LicenseRequestState, LicenseRequestTransition, Party, Scope, Step, steps_from},
    },
    locale::error_message,
};

/// Something that the viewer can do to a license request now.
#[derive(Debug, SimpleObject)]
pub struct LicenseRequestTransitionOption {
    /// What.
    name: LicenseRequestTransition,
    /// The state it leads to.
    to_state: LicenseRequestState,
    /// Input fields that the mutation needs beyond `id` and `expectedVersion`.
    required_inputs: Vec<String>,
    /// What stands in the way now; empty if nothing does.
    blocked_by: Vec<LicenseRequestBlocker>,
}

/// Something that stands in the way of a transition.
#[derive(Debug, SimpleObject)]
pub struct LicenseRequestBlocker {
    /// Stable code, the same that the mutation would answer with.
    code: Code,
    /// What it means, in the caller's language.
    message: String,
    /// Where the rule behind it is written, if there is one.
    rule_citation: Option<String>,
    /// The day after which the way may be free.
    until: Option<Date>,
}

/// The viewer's moves. Staff who only look on have none.
pub(super) async fn available(ctx: &Context<'_>, request: &LicenseRequest) -> gql::Result<Vec<LicenseRequestTransitionOption>> {
    let mut options = Vec::new();
    for step in steps_from(request.state).filter(|step| is_viewers_move(ctx, request, step)) {
        options.push(LicenseRequestTransitionOption {
            name: step.name,
            to_state: step.to,
            required_inputs: step.inputs.iter().map(|input| (*input).to_owned()).collect(),
            blocked_by: if step.name == LicenseRequestTransition::Grant { grant_blockers(ctx, request).await? } else { Vec::new() },
        });
    }
    Ok(options)
}

fn is_viewers_move(ctx: &Context<'_>, request: &LicenseRequest, step: &Step) -> bool {
    let organization = match step.by {
        Party::Licensor => request.licensor,
        Party::Licensee => request.licensee,
    };
    policy::may_act(actor(ctx), step.by, organization)
}

/// What the grant would meet if it took effect today on the offer's own terms.
async fn grant_blockers(ctx: &Context<'_>, request: &LicenseRequest) -> gql::Result<Vec<LicenseRequestBlocker>> {
    let mut blockers = Vec::new();
    let licensee = identity::api::organization(ctx, request.licensee).await?;
    if licensee.is_none_or(|licensee| !licensee.0.is_verified()) {
        blockers.push(blocker(ctx, &Error::new(Code::OrganizationNotVerified), None));
    }
    let today = gql::app(ctx).clock.today();
    let scope = Scope {
        kind: request.offer.kind,
        territory: request.offer.territory.clone(),
        effective_on: today,
        ends_on: add_months(today, request.offer.term_months),
    };
    if let Some(error) = obstacle_to_grant(&super::loaders::active_on(ctx, request.listing).await?, &scope) {
        let rule = gql::app(ctx).rules.on("licensing.kinds", today)?;
        blockers.push(blocker(ctx, &error, Some(rule.citation.clone())));
    }
    Ok(blockers)
}

fn blocker(ctx: &Context<'_>, error: &Error, rule_citation: Option<String>) -> LicenseRequestBlocker {
    let until = error.args().get("until").and_then(|until| until.as_str()).and_then(|until| until.parse().ok()).map(Date);
    LicenseRequestBlocker { code: error.code(), message: error_message(locale(ctx), error), rule_citation, until }
}
