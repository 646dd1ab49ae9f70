//! Identity in GraphQL.

mod account;
mod devices;
mod loaders;
mod organization;
mod query;
mod types;

use async_graphql::MergedObject;

pub use devices::ActiveSession;
pub use loaders::{OrganizationLoader, SizeDeclarationLoader, UserLoader, expect_organizations, organization, user, with_loaders};
pub use query::{IdentityQuery, Viewer};
pub use types::{Membership, Organization, SizeDeclaration, User};

/// Mutations of identity.
#[derive(Default, MergedObject)]
pub struct IdentityMutation(account::AccountMutation, devices::DeviceMutation, organization::OrganizationMutation);
