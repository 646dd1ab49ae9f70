//! Identity in GraphQL.

mod account;
mod loaders;
mod organization;
mod query;
mod second_factor;
mod sign_in;
mod single_sign_on;
mod types;

use async_graphql::MergedObject;

pub use loaders::{OrganizationLoader, SizeDeclarationLoader, UserLoader, expect_organizations, organization, user, with_loaders};
pub use query::{IdentityQuery, Viewer};
pub use single_sign_on::SingleSignOnQuery;
pub use types::{Membership, Organization, SizeDeclaration, User};

/// Mutations of identity.
#[derive(Default, MergedObject)]
pub struct IdentityMutation(
    account::AccountMutation,
    sign_in::SignInMutation,
    second_factor::SecondFactorMutation,
    single_sign_on::SingleSignOnMutation,
    organization::OrganizationMutation,
);
