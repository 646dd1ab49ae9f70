//! The use cases of identity.

mod account;
mod devices;
mod membership;
mod operator;
mod organization;
mod read;
mod session;
mod size;
mod suspension;

pub use account::{NewUser, resend_verification, seed_user, sign_up, verification_token, verify_email};
pub use devices::{count_sessions, find_sessions, revoke_other_sessions, revoke_session, sessions};
pub use membership::{AddMember, UpdateMember, add_member, update_member};
pub use operator::create_operator;
pub use organization::{Register, Reject, Update, Verify, register, reject, update, verify};
pub use read::{
    Viewer, count_members, count_organizations, count_size_declarations, find_by_code_or_id, find_memberships, find_organization,
    find_organizations, find_size_declaration, find_size_declarations, find_user, find_users, members, organizations, size_declarations,
    viewer,
};
pub use session::{SignedIn, log_in, log_out, refresh};
pub use size::{DeclareSize, ReleaseSize, declare_size, release_size};
pub use suspension::{Suspend, reinstate, suspend};

use crate::kernel::{Code, Error, Result};

/// Checks that the caller saw the version that is there.
fn check_version(expected: i64, current: i64) -> Result<()> {
    if expected == current { Ok(()) } else { Err(Error::new(Code::StaleVersion).with("current", current).at("expectedVersion")) }
}
