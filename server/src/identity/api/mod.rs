//! Identity in GraphQL.

mod loaders;
mod types;

pub use loaders::{OrganizationLoader, SizeDeclarationLoader, UserLoader, organization, user, with_loaders};
pub use types::{Organization, SizeDeclaration, User};
