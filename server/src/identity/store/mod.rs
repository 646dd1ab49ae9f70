//! Rows of organizations, people, seats and sessions. Reads that are not scoped to an actor say so.

mod api_tokens;
mod email_changes;
mod invitations;
mod linked_logins;
mod memberships;
mod organizations;
mod presence;
mod prune;
mod reply_times;
mod row;
mod second_factors;
mod session_list;
mod sessions;
mod users;

use crate::kernel::{Code, Error, Result};

pub(crate) use api_tokens::{
    Holder, api_tokens, api_tokens_since, count_api_tokens, count_live_tokens, insert_api_token, list_api_tokens, note_use, save_api_token,
    token_member,
};
pub(crate) use email_changes::{email_change, insert_email_change, is_reserved, lock_email_change, save_email_change, undo_later_changes};
pub(crate) use invitations::{
    Dying, count_invitations, insert_invitation, invitations, invitations_to, list_invitations, lock_invitation, revoke_invitations,
    save_invitation, sits_in,
};
pub(crate) use linked_logins::{delete_linked_login, insert_linked_login, linked_login, linked_logins, touch_linked_login};
pub use memberships::memberships;
pub(crate) use memberships::{
    count_members, holders_of_roles, holds_role, insert_membership, list_members, members_among, memberships_of, people_anywhere,
    people_with_roles, save_membership, seats_of_users,
};
pub use organizations::{OrganizationFilter, count_alike, organizations, size_declarations};
pub(crate) use organizations::{
    count_organizations, count_size_declarations, insert_organization, insert_size_declaration, is_verified, list_organizations,
    list_size_declarations, lock_organization, organization_named, organization_of, release_size_declaration, save_organization,
    visible_organization,
};
pub(crate) use presence::member;
pub use prune::{prune_api_tokens, prune_email_changes, prune_invitations, prune_sessions};
pub use reply_times::{replace_reply_times, reply_times};
pub use second_factors::prune_spent_tokens;
pub(crate) use second_factors::{
    delete_second_factor, insert_second_factor, is_sealed_with, lock_sealed_otherwise, lock_second_factor, save_second_factor,
    second_factor, spend_token,
};
pub(crate) use session_list::{count_sessions, list_sessions, sessions_of};
pub(crate) use sessions::{Ending, end_sessions, insert_session, live_member, lock_family, save_session};
pub use users::users;
pub(crate) use users::{
    Account, account_by_id, account_of, insert_account, is_active, lock_account, lock_account_of, remove_unverified, save_user,
};

/// Up to how many rows are counted: more would cost more than anybody wants to know.
const COUNT_CAP: u64 = 1000;

/// Judges a guarded update.
fn saved(rows: u64) -> Result<()> {
    if rows == 1 { Ok(()) } else { Err(Error::new(Code::StaleVersion).at("expectedVersion")) }
}

/// What a count of at most `COUNT_CAP + 1` rows says, and whether it is exact.
fn counted(rows: usize) -> (u64, bool) {
    let rows = rows as u64;
    (rows.min(COUNT_CAP), rows <= COUNT_CAP)
}
