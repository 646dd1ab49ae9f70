//! `node` and `nodes`: anything that has a global id, if the caller may see it.

use async_graphql::{Context, ID, Interface, Object};
use futures::future::try_join_all;

use crate::{
    gql::{self, actor, app},
    identity::api::{Organization, User},
    import::api::ImportRun,
    kernel::{
        Code, Error, Id,
        id::{self, Kind},
        page::MAX_PAGE,
    },
    licensing::api::{License, LicenseRequest},
    listing::api::Listing,
    operation::AuditEntry,
};

/// Something that has a global id.
#[expect(clippy::large_enum_variant, reason = "one lives as long as it takes to write it out")]
#[derive(Interface)]
#[graphql(field(name = "id", ty = "ID", desc = "Global id: opaque, never reused."))]
pub enum Node {
    /// An organization.
    Organization(Organization),
    /// A user.
    User(User),
    /// A listing.
    Listing(Listing),
    /// An import.
    ImportRun(ImportRun),
    /// A license request.
    LicenseRequest(LicenseRequest),
    /// A license.
    License(License),
    /// A line of the audit trail.
    AuditEntry(AuditEntry),
}

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
    #[graphql(complexity = "ids.len().max(1) * child_complexity")]
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
    let (app, actor) = (app(ctx), actor(ctx));
    Ok(match kind {
        id::Organization::NAME => {
            crate::identity::find_organization(app, actor, Id::from_uuid(uuid)).await?.map(|found| Node::Organization(found.into()))
        }
        id::User::NAME => crate::identity::find_user(app, actor, Id::from_uuid(uuid)).await?.map(|found| Node::User(found.into())),
        id::Listing::NAME => crate::listing::find(app, actor, Id::from_uuid(uuid)).await?.map(|found| Node::Listing(found.into())),
        id::ImportRun::NAME => crate::import::find(app, actor, Id::from_uuid(uuid)).await?.map(|found| Node::ImportRun(found.into())),
        id::LicenseRequest::NAME => {
            crate::licensing::find_request(app, actor, Id::from_uuid(uuid)).await?.map(|found| Node::LicenseRequest(found.into()))
        }
        id::License::NAME => {
            crate::licensing::find_license(app, actor, Id::from_uuid(uuid)).await?.map(|found| Node::License(found.into()))
        }
        id::AuditEntry::NAME => crate::audit::find(app, actor, Id::from_uuid(uuid)).await?.map(|found| Node::AuditEntry(found.into())),
        _ => None,
    })
}
