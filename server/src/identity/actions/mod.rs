//! The use cases of identity.

mod account;
mod api_token;
mod devices;
mod email_change;
mod invitation;
mod invitation_link;
mod membership;
mod operator;
mod organization;
mod password;
mod read;
mod second_factor;
mod session;
mod single_sign_on;
mod size;
mod suspension;

pub use account::{NewUser, resend_verification, seed_user, sign_up, verification_token, verify_email};
pub use api_token::{
    CreatedApiToken, NewApiToken, api_tokens_of, count_api_tokens_of, count_own_api_tokens, create_api_token, find_api_tokens,
    own_api_tokens, revoke_api_token, token_member,
};
pub use devices::{count_sessions, find_sessions, revoke_other_sessions, revoke_session, sessions};
pub use email_change::{
    Addressee, addressee, confirm_email_change, email_change_token, email_undo_token, left_mailbox, request_email_change, undo_email_change,
};
pub use invitation::{
    InvitationLetter, Invite, accept_invitation, count_invitations_of, decline_invitation, find_invitations, invitation_letter,
    invitations_of, invite, own_invitations, resend_invitation, revoke_invitation,
};
pub use invitation_link::{AcceptByLink, Offer, accept_by_link, decline_by_link, invitation_offer, invitation_token};
pub use membership::{AddMember, UpdateMember, add_member, update_member};
pub use operator::create_operator;
pub use organization::{Register, Reject, Update, Verify, register, reject, update, verify};
pub use password::{change_password, password_reset_token, request_password_reset, reset_password};
pub use read::{
    Viewer, count_members, count_organizations, count_size_declarations, find_by_code_or_id, find_memberships, find_organization,
    find_organizations, find_size_declaration, find_size_declarations, find_user, find_users, members, organizations, size_declarations,
    viewer,
};
pub use second_factor::{
    Enrollment, ResetSecondFactor, confirm, disable, enroll, is_sealed_with, own_second_factor, renew_recovery_codes,
    reseal_second_factors, reset,
};
pub use session::{Challenge, Entered, SignedIn, log_in, log_in_with_second_factor, log_out, refresh};
pub use single_sign_on::{
    Brought, Finished, Started, finish_provider_login, own_linked_logins, own_path, remove_linked_login, start_provider_login,
};
pub use size::{DeclareSize, ReleaseSize, declare_size, release_size};
pub use suspension::{Suspend, reinstate, suspend};

use crate::kernel::{Code, Error, Result};

/// Checks that the caller saw the version that is there.
fn check_version(expected: i64, current: i64) -> Result<()> {
    if expected == current { Ok(()) } else { Err(Error::new(Code::StaleVersion).with("current", current).at("expectedVersion")) }
}
