//! Service platforms in GraphQL.

mod inputs;
mod loaders;
mod mutation;
mod platform;
mod query;

pub use inputs::PlatformFields;
pub use loaders::{platform, with_loaders};
pub use mutation::PlatformMutation;
pub use platform::ServicePlatform;
pub use query::PlatformQuery;
