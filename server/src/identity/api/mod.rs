//! Identity in GraphQL.

mod account;
mod api_token;
mod credentials;
mod devices;
mod invitation;
mod loaders;
mod organization;
mod query;
mod reply_time;
mod second_factor;
mod sign_in;
mod single_sign_on;
mod types;

use async_graphql::MergedObject;

pub use api_token::ApiToken;
pub use devices::ActiveSession;
pub use invitation::Invitation;
pub use loaders::{OrganizationLoader, SizeDeclarationLoader, UserLoader, expect_organizations, organization, user, with_loaders};
pub use query::Viewer;
pub use reply_time::ReplyTime;
pub use single_sign_on::SingleSignOnQuery;
pub use types::{Membership, Organization, SizeDeclaration, User};

/// Questions of identity.
#[derive(Default, MergedObject)]
pub struct IdentityQuery(query::PeopleQuery, invitation::InvitationQuery, api_token::ApiTokenQuery);

/// Mutations of identity.
#[derive(Default, MergedObject)]
pub struct IdentityMutation(
    account::AccountMutation,
    sign_in::SignInMutation,
    second_factor::SecondFactorMutation,
    single_sign_on::SingleSignOnMutation,
    credentials::CredentialMutation,
    devices::DeviceMutation,
    organization::OrganizationMutation,
    invitation::InvitationMutation,
    api_token::ApiTokenMutation,
);
