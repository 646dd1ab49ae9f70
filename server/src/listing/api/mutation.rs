//! Changes to listings.

use async_graphql::{Context, ID, InputObject, MaybeUndefined, Object, SimpleObject};

use super::{ContentFields, Listing, query::ListingFilter};
use crate::{
    gql::{self, IdempotencyKey, UserError, actor, app, locale, parse_id},
    idempotency::Outcome,
    kernel::{Bulk, Code, Error, Result, id::Listing as ListingId},
    listing::{
        actions::{self, BulkMove, Create, Move, Selection, Update},
        model::{ReviewNote, View},
        rules::Transition,
    },
    payload,
};

/// Input of `listingCreate`: the fields of the content stand at the top level.
#[derive(InputObject)]
pub struct ListingCreateInput {
    /// The holder.
    organization_id: ID,
    /// The holder's own key, up to 250 characters, unique within the organization.
    external_reference: Option<String>,
    /// The content.
    #[graphql(flatten)]
    content: ContentFields,
    /// A UUID; a repeated request with the same key answers with the first listing.
    idempotency_key: Option<IdempotencyKey>,
    /// Returned unchanged.
    client_mutation_id: Option<String>,
}

/// Input of `listingUpdate`: the fields of the content stand at the top level; those left out keep their value, null
/// clears.
#[derive(InputObject)]
pub struct ListingUpdateInput {
    /// The listing.
    id: ID,
    /// Version that the change was made looking at.
    expected_version: i64,
    /// The holder's own key; kept if left out, taken away if null.
    external_reference: MaybeUndefined<String>,
    /// The content.
    #[graphql(flatten)]
    content: ContentFields,
    /// Returned unchanged.
    client_mutation_id: Option<String>,
}

/// Declares the inputs of steps that ask for id and version, or for a reason too.
macro_rules! step_inputs {
    ($($mutation:literal $name:ident $({ $reason:ident })?;)*) => {$(
        #[doc = concat!("Input of `", $mutation, "`.")]
        #[derive(InputObject)]
        pub struct $name {
            /// The listing.
            id: ID,
            /// Version that the decision was made looking at.
            expected_version: i64,
            $(
                /// The reason, up to 1000 characters.
                $reason: String,
            )?
            /// Returned unchanged.
            client_mutation_id: Option<String>,
        }
    )*};
}

step_inputs! {
    "listingSubmit" ListingSubmitInput;
    "listingApprove" ListingApproveInput;
    "listingPublish" ListingPublishInput;
    "listingResume" ListingResumeInput;
    "listingSuspend" ListingSuspendInput { reason };
    "listingWithdraw" ListingWithdrawInput { reason };
    "listingTransfer" ListingTransferInput { reason };
}

/// Input of `listingReturn`.
#[derive(InputObject)]
pub struct ListingReturnInput {
    /// The listing.
    id: ID,
    /// Version that the decision was made looking at.
    expected_version: i64,
    /// Notes, at least one.
    notes: Vec<ReviewNote>,
    /// Returned unchanged.
    client_mutation_id: Option<String>,
}

/// Input of `listingBulkTransition`: either `ids` or `allMatching`.
#[derive(InputObject)]
pub struct ListingBulkTransitionInput {
    /// The holder of all of them.
    organization_id: ID,
    /// The step. A return needs notes about each listing and has to be made one by one.
    transition: Transition,
    /// The listings, at most 100.
    ids: Option<Vec<ID>>,
    /// All of the organization's that match, at most 5000 in one call.
    all_matching: Option<ListingFilter>,
    /// The reason of a suspension, withdrawal or transfer.
    reason: Option<String>,
    /// Returned unchanged.
    client_mutation_id: Option<String>,
}

payload! {
    /// Answer of `listingCreate`.
    ListingCreatePayload {
        /// The new draft.
        listing: Listing
    }
    /// Answer of `listingUpdate`.
    ListingUpdatePayload {
        /// The listing as it is now.
        listing: Listing
    }
    /// Answer of `listingSubmit`.
    ListingSubmitPayload {
        /// The listing as it is now.
        listing: Listing
    }
    /// Answer of `listingReturn`.
    ListingReturnPayload {
        /// The listing as it is now.
        listing: Listing
    }
    /// Answer of `listingApprove`.
    ListingApprovePayload {
        /// The listing as it is now.
        listing: Listing
    }
    /// Answer of `listingPublish`.
    ListingPublishPayload {
        /// The listing as it is now.
        listing: Listing
    }
    /// Answer of `listingSuspend`.
    ListingSuspendPayload {
        /// The listing as it is now.
        listing: Listing
    }
    /// Answer of `listingResume`.
    ListingResumePayload {
        /// The listing as it is now.
        listing: Listing
    }
    /// Answer of `listingWithdraw`.
    ListingWithdrawPayload {
        /// The listing as it is now.
        listing: Listing
    }
    /// Answer of `listingTransfer`.
    ListingTransferPayload {
        /// The listing as it is now.
        listing: Listing
    }
    /// Answer of `listingBulkTransition`.
    ListingBulkTransitionPayload {
        /// What became of the listings.
        report: ListingBulkReport
    }
}

/// What became of many listings.
#[derive(SimpleObject)]
pub struct ListingBulkReport {
    /// Listings that took the step.
    changed_count: i64,
    /// Listings that could not and stayed as they were.
    failed_count: i64,
    /// Why, for the first hundred of them.
    failures: Vec<ListingBulkFailure>,
    /// Whether more listings match than one call moves: call again.
    has_more: bool,
}

/// A listing that could not take the step.
#[derive(SimpleObject)]
pub struct ListingBulkFailure {
    /// The listing.
    id: ID,
    /// What stood in its way.
    errors: Vec<UserError>,
}

impl ListingBulkReport {
    fn new(report: &Bulk<ListingId>, locale: crate::kernel::Locale) -> Self {
        let (changed_count, failed_count, told) = gql::bulk(report, locale);
        let failures = told.into_iter().map(|(id, errors)| ListingBulkFailure { id, errors }).collect();
        Self { changed_count, failed_count, failures, has_more: report.more }
    }
}

async fn take(
    ctx: &Context<'_>,
    id: &ID,
    expected_version: i64,
    transition: Transition,
    notes: Vec<ReviewNote>,
    reason: Option<String>,
) -> Result<Outcome<View>> {
    let id = parse_id(id, "id")?;
    actions::transition(app(ctx), actor(ctx), Move { id, expected_version, transition, notes, reason }).await
}

fn creation(input: &ListingCreateInput) -> Result<Create> {
    Ok(Create {
        organization: parse_id(&input.organization_id, "organizationId")?,
        external_reference: input.external_reference.clone(),
        content: input.content.0.clone(),
        idempotency_key: input.idempotency_key.map(|key| key.0),
    })
}

fn change(input: &ListingUpdateInput) -> Result<Update> {
    let external_reference = match &input.external_reference {
        MaybeUndefined::Undefined => None,
        MaybeUndefined::Null => Some(None),
        MaybeUndefined::Value(reference) => Some(Some(reference.clone())),
    };
    Ok(Update {
        id: parse_id(&input.id, "id")?,
        expected_version: input.expected_version,
        external_reference,
        content: input.content.0.clone(),
    })
}

fn bulk(input: ListingBulkTransitionInput) -> Result<BulkMove> {
    let selection = match (input.ids, input.all_matching) {
        (Some(ids), None) => {
            let parsed = ids.iter().enumerate().map(|(index, id)| parse_id(id, &index.to_string()).map_err(|error| error.at("ids")));
            Selection::Ids(parsed.collect::<Result<_>>()?)
        }
        (None, Some(filter)) => Selection::Matching(filter.parse("allMatching")?),
        _ => return Err(Error::new(Code::BadUserInput).at("ids")),
    };
    let organization = parse_id(&input.organization_id, "organizationId")?;
    Ok(BulkMove { organization, transition: input.transition, selection, reason: input.reason })
}

/// Changes to listings.
#[derive(Default)]
pub struct ListingMutation;

#[Object]
impl ListingMutation {
    /// Writes a new draft. Officers and heads of the organization.
    async fn listing_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Everything that it takes.")] input: ListingCreateInput,
    ) -> gql::Result<ListingCreatePayload> {
        let result = match creation(&input) {
            Ok(create) => actions::create(app(ctx), actor(ctx), create).await,
            Err(error) => Err(error),
        };
        ListingCreatePayload::of(ctx, input.client_mutation_id, result)
    }

    /// Edits the working copy; what the world sees changes when it is published again. Officers and heads.
    async fn listing_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Everything that it takes.")] input: ListingUpdateInput,
    ) -> gql::Result<ListingUpdatePayload> {
        let result = match change(&input) {
            Ok(update) => actions::update(app(ctx), actor(ctx), update).await,
            Err(error) => Err(error),
        };
        ListingUpdatePayload::of(ctx, input.client_mutation_id, result)
    }

    /// Hands a draft, or changes to a published listing, in for review. Officers and heads.
    async fn listing_submit(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Everything that it takes.")] input: ListingSubmitInput,
    ) -> gql::Result<ListingSubmitPayload> {
        let result = take(ctx, &input.id, input.expected_version, Transition::Submit, Vec::new(), None).await;
        ListingSubmitPayload::of(ctx, input.client_mutation_id, result)
    }

    /// Sends it back with notes. Heads.
    async fn listing_return(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Everything that it takes.")] input: ListingReturnInput,
    ) -> gql::Result<ListingReturnPayload> {
        let result = take(ctx, &input.id, input.expected_version, Transition::Return, input.notes, None).await;
        ListingReturnPayload::of(ctx, input.client_mutation_id, result)
    }

    /// Approves it: title, secrecy, export class, consents and rights are in order. Heads; not the one who handed it in,
    /// unless the office has no other head.
    async fn listing_approve(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Everything that it takes.")] input: ListingApproveInput,
    ) -> gql::Result<ListingApprovePayload> {
        let result = take(ctx, &input.id, input.expected_version, Transition::Approve, Vec::new(), None).await;
        ListingApprovePayload::of(ctx, input.client_mutation_id, result)
    }

    /// Shows it, or its changes, to the world; a listing that still waits for review is approved by this. Heads, as for
    /// `listingApprove`. The organization must be verified.
    async fn listing_publish(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Everything that it takes.")] input: ListingPublishInput,
    ) -> gql::Result<ListingPublishPayload> {
        let result = take(ctx, &input.id, input.expected_version, Transition::Publish, Vec::new(), None).await;
        ListingPublishPayload::of(ctx, input.client_mutation_id, result)
    }

    /// Hides it for a while. Heads, and the platform's operator.
    async fn listing_suspend(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Everything that it takes.")] input: ListingSuspendInput,
    ) -> gql::Result<ListingSuspendPayload> {
        let result = take(ctx, &input.id, input.expected_version, Transition::Suspend, Vec::new(), Some(input.reason)).await;
        ListingSuspendPayload::of(ctx, input.client_mutation_id, result)
    }

    /// Shows it again as it was. Heads; only an operator shows what an operator has hidden.
    async fn listing_resume(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Everything that it takes.")] input: ListingResumeInput,
    ) -> gql::Result<ListingResumePayload> {
        let result = take(ctx, &input.id, input.expected_version, Transition::Resume, Vec::new(), None).await;
        ListingResumePayload::of(ctx, input.client_mutation_id, result)
    }

    /// Takes it back for good. Heads; drafts also by officers.
    async fn listing_withdraw(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Everything that it takes.")] input: ListingWithdrawInput,
    ) -> gql::Result<ListingWithdrawPayload> {
        let result = take(ctx, &input.id, input.expected_version, Transition::Withdraw, Vec::new(), Some(input.reason)).await;
        ListingWithdrawPayload::of(ctx, input.client_mutation_id, result)
    }

    /// Ends it because the achievement was transferred. Licenses that stand stay valid; new ones are not granted. Heads.
    async fn listing_transfer(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Everything that it takes.")] input: ListingTransferInput,
    ) -> gql::Result<ListingTransferPayload> {
        let result = take(ctx, &input.id, input.expected_version, Transition::Transfer, Vec::new(), Some(input.reason)).await;
        ListingTransferPayload::of(ctx, input.client_mutation_id, result)
    }

    /// The same step for many listings of one organization, as after an import. A listing that cannot take it stays as it
    /// is and is reported; the others go on.
    async fn listing_bulk_transition(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Everything that it takes.")] mut input: ListingBulkTransitionInput,
    ) -> gql::Result<ListingBulkTransitionPayload> {
        let client_mutation_id = input.client_mutation_id.take();
        let result = match bulk(input) {
            Ok(bulk) => actions::bulk_transition(app(ctx), actor(ctx), bulk).await,
            Err(error) => Err(error),
        };
        let report = result.map(|report| Outcome::fresh(ListingBulkReport::new(&report, locale(ctx))));
        ListingBulkTransitionPayload::of(ctx, client_mutation_id, report)
    }
}
