//! Identity in GraphQL.

mod account;
mod loaders;
mod organization;
mod query;
mod types;

use async_graphql::MergedObject;

pub use loaders::{OrganizationLoader, SizeDeclarationLoader, UserLoader, expect_organizations, organization, user, with_loaders};
pub use query::{IdentityQuery, Viewer};
pub use types::{Membership, Organization, SizeDeclaration, User};

/// Mutations of identity.
#[derive(Default, MergedObject)]
pub struct IdentityMutation(account::AccountMutation, organization::OrganizationMutation);
