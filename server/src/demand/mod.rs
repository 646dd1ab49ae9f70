//! Demands: problems that enterprises want solved, what offices propose, and what becomes of it.
//!
//! The row `demand` is the enterprise's working copy; a row of `demand_publication` exists exactly while the world sees the
//! demand, and holds exactly what may be seen of it: whose an anonymous demand is cannot be read out of its content, because
//! it is not in there. What is known of the owner beside that leaves the slice through [`model::View`] alone.

pub mod actions;
pub mod api;
pub mod content;
pub mod diff;
pub mod model;
pub mod policy;
pub mod prompts;
pub mod rules;
mod store;
pub mod validate;
pub mod veil;
pub mod vocabulary;

pub use actions::{
    Brief, ImportRow, PreparedRow, ProposalBrief, RowEffect, Walk, Written, brief, drafted_between, expire_due, find_proposals,
    find_revisions, find_splits, import_rows, need_inside, needs, prepare_rows, proposal_brief, published_ids_after, remind_due,
    split_brief, touched_by_organization, undo_rows, working_content, working_copies,
};
pub use api::{DemandMutation, DemandQuery, with_loaders};
pub use store::{DemandFilter, ProposalFilter, PublicFilter, is_over, publications, published_between, questions_after};
pub use validate::validate;

use crate::kernel::patch::Patch;

/// Some fields of a demand's content, all others left as they are.
pub type ContentPatch = Patch<content::DemandContent>;

/// Whether an enterprise has told an office who it is, in answer to a proposal; whoever asks. One statement.
///
/// # Errors
/// Those of the database.
pub async fn have_met(
    conn: &impl sea_orm::ConnectionTrait,
    owner: crate::kernel::Id<crate::kernel::id::Organization>,
    office: crate::kernel::Id<crate::kernel::id::Organization>,
) -> crate::kernel::Result<bool> {
    store::have_met(conn, owner, office).await
}
