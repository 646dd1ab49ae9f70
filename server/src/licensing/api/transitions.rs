//! What the viewer can do to a request now, and what stands in the way.

use async_graphql::{Context, SimpleObject};

use super::loaders;
use crate::{
    gql::{self, actor, locale},
    identity,
    kernel::{Code, Date, Error},
    licensing::{
        actions,
        model::LicenseRequest,
        policy,
        rules::{LicenseRequestState, LicenseRequestTransition, steps_from},
    },
    listing::rules::Blocker,
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
    let may = |step: LicenseRequestTransition| policy::may_take(actor(ctx), step, request.licensor, request.licensee);
    for step in steps_from(request.state).filter(|step| may(step.name)) {
        options.push(LicenseRequestTransitionOption {
            name: step.name,
            to_state: step.to,
            required_inputs: step.inputs.iter().map(|input| (*input).to_owned()).collect(),
            blocked_by: if step.name == LicenseRequestTransition::Grant { grant_blockers(ctx, request).await? } else { Vec::new() },
        });
    }
    Ok(options)
}

/// What the grant would meet if it took effect today on the terms asked for.
async fn grant_blockers(ctx: &Context<'_>, request: &LicenseRequest) -> gql::Result<Vec<LicenseRequestBlocker>> {
    let licensor = identity::api::organization(ctx, request.licensor).await?;
    let licensee = identity::api::organization(ctx, request.licensee).await?;
    let listing = loaders::licensable(ctx, request.listing).await?;
    let (Some(licensor), Some(licensee), Some(listing)) = (licensor, licensee, listing) else {
        return Err(Error::internal("a request without its parties or its listing").into());
    };
    let standing = loaders::active_on(ctx, request.listing).await?;
    let found = actions::grant_blockers(gql::app(ctx), request, (&licensor.0, &licensee.0), &listing, &standing)?;
    Ok(found.into_iter().map(|found| blocker(ctx, found)).collect())
}

fn blocker(ctx: &Context<'_>, found: Blocker) -> LicenseRequestBlocker {
    let Blocker { error, rule, until } = found;
    let message = error_message(locale(ctx), &error);
    LicenseRequestBlocker { code: error.code(), message, rule_citation: rule.map(|rule| rule.citation.clone()), until }
}
