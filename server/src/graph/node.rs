//! `node` and `nodes`: anything that has a global id, if the caller may see it.

use async_graphql::{Context, ID, Interface, Object};
use futures::future::try_join_all;

use super::loaders::find;
use crate::{
    advisor::{
        self,
        api::{Advisor, Mandate, MandateRequest},
    },
    brokering::{
        self,
        api::{BrokerCase, CaseOutcome, Introduction},
    },
    demand::{
        self,
        api::{Demand, DemandProposal, DemandRevision, DemandSplit},
    },
    gql,
    identity::api::{ActiveSession, ApiToken, Invitation, Membership, Organization, SizeDeclaration, User},
    import::api::{ImportPreset, ImportProblem, ImportRun},
    kernel::{
        Code, Error, Id,
        id::{self, Kind},
        page::MAX_PAGE,
    },
    licensing::api::{License, LicenseRequest},
    listing::{
        self,
        api::{Listing, ListingRevision},
    },
    notification::ViewerEvent,
    operation::{AuditEntry, DeadLetter},
    pairing::api::MatchFeedback,
    platform::{self, api::ServicePlatform},
    rules_api::{self, RuleVersion},
    saved_search::api::SavedSearch,
};

/// Something that has a global id.
#[derive(Interface)]
#[graphql(field(name = "id", ty = "ID", desc = "Global id: opaque, never reused."))]
pub enum Node {
    /// An organization.
    Organization(Organization),
    /// A user.
    User(User),
    /// A user's seat in an organization.
    Membership(Membership),
    /// A declaration of an enterprise's size.
    SizeDeclaration(SizeDeclaration),
    /// A device on which the viewer is signed in.
    ActiveSession(ActiveSession),
    /// An invitation to sit in an organization.
    Invitation(Invitation),
    /// A key with which a program acts for a person.
    ApiToken(ApiToken),
    /// One version of a rule of law or policy.
    RuleVersion(RuleVersion),
    /// A listing.
    Listing(Listing),
    /// What a listing said after one edit.
    ListingRevision(ListingRevision),
    /// An innovation advisor.
    Advisor(Advisor),
    /// What a client lets an advisor do.
    Mandate(Mandate),
    /// An advisor's question to an enterprise for a mandate.
    MandateRequest(MandateRequest),
    /// Something that a client wants an advisor's help with.
    BrokerCase(BrokerCase),
    /// An advisor brought two together.
    Introduction(Introduction),
    /// What came of a case.
    CaseOutcome(CaseOutcome),
    /// A demand.
    Demand(Demand),
    /// What a demand said after one edit.
    DemandRevision(DemandRevision),
    /// A proposal to the owner of a demand.
    DemandProposal(DemandProposal),
    /// A proposal to make two demands of one.
    DemandSplit(DemandSplit),
    /// What the owner of a demand thinks of a listing.
    MatchFeedback(MatchFeedback),
    /// An import.
    ImportRun(ImportRun),
    /// A problem of a row of an import.
    ImportProblem(ImportProblem),
    /// A preset of imports.
    ImportPreset(ImportPreset),
    /// A license request.
    LicenseRequest(LicenseRequest),
    /// A license.
    License(License),
    /// A line of the audit trail.
    AuditEntry(AuditEntry),
    /// A delivery that was given up.
    DeadLetter(DeadLetter),
    /// Something that happened to the viewer's things.
    ViewerEvent(ViewerEvent),
    /// A service platform.
    ServicePlatform(ServicePlatform),
    /// A search that the viewer keeps.
    SavedSearch(SavedSearch),
}

/// Kinds that programs with an API token find by their ids.
const FOR_PROGRAMS: &[&str] = &[
    id::Organization::NAME,
    id::SizeDeclaration::NAME,
    id::RuleVersion::NAME,
    id::Listing::NAME,
    id::ListingRevision::NAME,
    id::Demand::NAME,
    id::DemandRevision::NAME,
    id::DemandProposal::NAME,
    id::DemandSplit::NAME,
    id::MatchFeedback::NAME,
    id::ImportRun::NAME,
    id::ImportProblem::NAME,
    id::ImportPreset::NAME,
    id::LicenseRequest::NAME,
    id::License::NAME,
    id::ServicePlatform::NAME,
];

/// Everything by its id.
#[derive(Default)]
pub struct NodeQuery;

#[Object]
impl NodeQuery {
    /// The thing with this id; null if there is none or the caller may not see it.
    async fn node(&self, ctx: &Context<'_>, #[graphql(desc = "Global id.")] id: ID) -> gql::Result<Option<Node>> {
        Ok(load(ctx, &id).await?)
    }

    /// The things with these ids, in their order; null where there is none or the caller may not see it.
    #[graphql(complexity = "crate::gql::list_cost(ids.len(), child_complexity)")]
    async fn nodes(&self, ctx: &Context<'_>, #[graphql(desc = "Global ids, at most 100.")] ids: Vec<ID>) -> gql::Result<Vec<Option<Node>>> {
        if ids.len() > MAX_PAGE {
            return Err(Error::new(Code::TooMany).with("max", MAX_PAGE).at("ids").into());
        }
        // All at once, so that the batch loaders below see them together.
        Ok(try_join_all(ids.iter().map(|id| load(ctx, id))).await?)
    }
}

async fn load(ctx: &Context<'_>, id: &ID) -> crate::kernel::Result<Option<Node>> {
    let Some((kind, uuid)) = id::decode(id) else { return Ok(None) };
    // A program with an API token works with things, not with people and their accounts.
    if gql::actor(ctx).scopes().is_some() && !FOR_PROGRAMS.contains(&kind) {
        return Ok(None);
    }
    Ok(match kind {
        id::Organization::NAME => find::<id::Organization>(ctx, Id::from_uuid(uuid)).await?.map(|found| Node::Organization(found.into())),
        id::User::NAME => find::<id::User>(ctx, Id::from_uuid(uuid)).await?.map(|found| Node::User(found.into())),
        id::Membership::NAME => find::<id::Membership>(ctx, Id::from_uuid(uuid)).await?.map(|found| Node::Membership(found.into())),
        id::SizeDeclaration::NAME => {
            find::<id::SizeDeclaration>(ctx, Id::from_uuid(uuid)).await?.map(|found| Node::SizeDeclaration(found.into()))
        }
        id::Session::NAME => find::<id::Session>(ctx, Id::from_uuid(uuid)).await?.map(|found| Node::ActiveSession(found.into())),
        id::Invitation::NAME => find::<id::Invitation>(ctx, Id::from_uuid(uuid)).await?.map(|found| Node::Invitation(found.into())),
        id::ApiToken::NAME => find::<id::ApiToken>(ctx, Id::from_uuid(uuid)).await?.map(|found| Node::ApiToken(found.into())),
        id::RuleVersion::NAME => rules_api::find(ctx, Id::from_uuid(uuid)).await?.map(Node::RuleVersion),
        id::Listing::NAME => listing::api::listing(ctx, Id::from_uuid(uuid)).await?.map(Node::Listing),
        id::ListingRevision::NAME => {
            find::<id::ListingRevision>(ctx, Id::from_uuid(uuid)).await?.map(|found| Node::ListingRevision(found.into()))
        }
        id::Advisor::NAME => advisor::api::advisor(ctx, Id::from_uuid(uuid)).await?.map(Node::Advisor),
        id::BrokerCase::NAME => brokering::api::case(ctx, Id::from_uuid(uuid)).await?.map(Node::BrokerCase),
        id::Introduction::NAME => find::<id::Introduction>(ctx, Id::from_uuid(uuid)).await?.map(|found| Node::Introduction(found.into())),
        id::CaseOutcome::NAME => find::<id::CaseOutcome>(ctx, Id::from_uuid(uuid)).await?.map(|found| Node::CaseOutcome(found.into())),
        id::Mandate::NAME => find::<id::Mandate>(ctx, Id::from_uuid(uuid)).await?.map(|found| Node::Mandate(found.into())),
        id::MandateRequest::NAME => {
            find::<id::MandateRequest>(ctx, Id::from_uuid(uuid)).await?.map(|found| Node::MandateRequest(found.into()))
        }
        id::Demand::NAME => demand::api::demand(ctx, Id::from_uuid(uuid)).await?.map(Node::Demand),
        id::DemandRevision::NAME => {
            find::<id::DemandRevision>(ctx, Id::from_uuid(uuid)).await?.map(|found| Node::DemandRevision(found.into()))
        }
        id::DemandProposal::NAME => {
            find::<id::DemandProposal>(ctx, Id::from_uuid(uuid)).await?.map(|found| Node::DemandProposal(found.into()))
        }
        id::DemandSplit::NAME => find::<id::DemandSplit>(ctx, Id::from_uuid(uuid)).await?.map(|found| Node::DemandSplit(found.into())),
        id::MatchFeedback::NAME => {
            find::<id::MatchFeedback>(ctx, Id::from_uuid(uuid)).await?.map(|found| Node::MatchFeedback(found.into()))
        }
        id::ImportRun::NAME => find::<id::ImportRun>(ctx, Id::from_uuid(uuid)).await?.map(|found| Node::ImportRun(found.into())),
        id::ImportProblem::NAME => {
            find::<id::ImportProblem>(ctx, Id::from_uuid(uuid)).await?.map(|found| Node::ImportProblem(found.into()))
        }
        id::ImportPreset::NAME => find::<id::ImportPreset>(ctx, Id::from_uuid(uuid)).await?.map(|found| Node::ImportPreset(found.into())),
        id::LicenseRequest::NAME => {
            find::<id::LicenseRequest>(ctx, Id::from_uuid(uuid)).await?.map(|found| Node::LicenseRequest(found.into()))
        }
        id::License::NAME => find::<id::License>(ctx, Id::from_uuid(uuid)).await?.map(|found| Node::License(found.into())),
        id::AuditEntry::NAME => find::<id::AuditEntry>(ctx, Id::from_uuid(uuid)).await?.map(|found| Node::AuditEntry(found.into())),
        id::Delivery::NAME => {
            let found = crate::operation::find_dead_letter(gql::app(ctx), gql::actor(ctx), Id::from_uuid(uuid)).await?;
            found.map(|found| Node::DeadLetter(found.into()))
        }
        id::FeedEntry::NAME => {
            let found = crate::notification::find_event(gql::app(ctx), gql::actor(ctx), Id::from_uuid(uuid)).await?;
            found.map(|found| Node::ViewerEvent(found.into()))
        }
        id::ServicePlatform::NAME => platform::api::platform(ctx, Id::from_uuid(uuid)).await?.map(Node::ServicePlatform),
        id::SavedSearch::NAME => find::<id::SavedSearch>(ctx, Id::from_uuid(uuid)).await?.map(|found| Node::SavedSearch(found.into())),
        _ => None,
    })
}
