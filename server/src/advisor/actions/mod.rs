//! Use cases of advisors.

mod appoint;
mod conflict;
mod mandate;
mod profile;
mod read;
mod request;
mod sweep;

pub use appoint::{Move, confirm_conflicts, transition};
pub use conflict::{Declare, declare, withdraw_declaration};
pub use mandate::{End, Grant, end, end_for_tie, grant};
pub use profile::{apply, update};
pub use read::{
    Carried, all_active, appointed_among, carried, conflicts_of, declarations, find_advisors, find_mandate_requests, find_mandates, list,
    list_mandate_requests, list_mandate_requests_total, list_mandates, list_mandates_total, list_total, lock_for_case, mandate_for,
    mandates_among, mandates_between, of_user, viewer_advisor,
};
pub use request::{Answer, Ask, Word, answer, ask};
pub use sweep::{end_due, end_mandates_due, lapse_requests_due, remind_advisors, remind_mandates};

use crate::{
    advisor::{model::Advisor, store},
    audit::NewEntry,
    ctx::Ctx,
    db::Write,
    kernel::{Actor, Code, Error, Id, Result, id::Advisor as AdvisorId},
};

/// An advisor whom `actor` may see, locked.
async fn lock_one(tx: &Write, actor: &Actor, id: Id<AdvisorId>) -> Result<Advisor> {
    store::lock(&**tx, actor, &[id]).await?.pop().ok_or_else(|| Error::new(Code::NotFound))
}

/// Refuses a change that was made looking at another version.
fn check_version(current: i64, expected: i64) -> Result<()> {
    if current == expected {
        return Ok(());
    }
    Err(Error::new(Code::StaleVersion).with("current", current).at("expectedVersion"))
}

/// `before` a moment later.
fn changed(ctx: &Ctx, before: &Advisor) -> Advisor {
    Advisor { version: before.version + 1, updated_at: ctx.now(), ..before.clone() }
}

/// The audit entry of a change.
fn entry(verb: &'static str, before: Option<&Advisor>, after: &Advisor) -> NewEntry {
    let entry = NewEntry::new(after.organization, verb, after.id).after(after).detail("version", after.version);
    let entry = match before {
        Some(before) => entry.before(before).detail("from", before.state.to_string()),
        None => entry,
    };
    entry.detail("to", after.state.to_string())
}
