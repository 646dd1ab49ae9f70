//! Rows of organizations, people, seats and sessions. Reads that are not scoped to an actor say so.

mod memberships;
mod organizations;
mod row;
mod sessions;
mod users;

pub use memberships::memberships;
pub(crate) use memberships::{people_with_roles, seats};
pub use organizations::{organizations, size_declarations};
pub(crate) use sessions::live_user;
pub use users::users;
