//! Use cases of cases.

mod assign;
mod begin;
mod border;
mod brief;
mod conflict;
mod draft;
mod fee;
mod figures;
mod introduce;
mod log;
mod note_file;
mod open;
mod outcome;
mod perform;
mod pick;
mod rate;
mod read;
mod shortlist;
mod step;
mod subsidy;
mod sweep;
mod task;
mod ties;
mod work;

pub use assign::{Assign, Candidate, CasePlan, Load, assign, candidates, case_plan};
pub use begin::{Begin, begin};
pub use brief::{CaseNews, case_news, case_title, introduction_people, outcome_people};
pub use conflict::{Consent, Disclose, consent, disclose};
pub use draft::{Draft, draft, follow_demand};
pub use fee::{RecordFee, cancel_fee, fee_arrived, record_fee};
pub use figures::{
    advisor_figures, case_fees, case_introductions, case_logs, case_outcomes, case_ratings, case_tasks, find_introductions, find_outcomes,
    introductions, introductions_total, outcomes, outcomes_total, reads_fees,
};
pub use introduce::{AnswerIntroduction, Introduce, answer_introduction, forget_unanswered, introduce};
pub use log::{AddLog, add_log};
pub use note_file::{note_file, note_files_of};
pub use open::{Open, open};
pub use outcome::{AnswerOutcome, FileOutcome, confirm_outcome, decide_outcome, file_outcome};
pub use pick::{AddPick, EditPick, LONGEST, add_pick, edit_pick, remove_pick};
pub use rate::{Rate, rate};
pub use read::{case_conflicts, case_refusals, find_case, find_cases, list, list_total, pending_consents, possible_steps, views};
pub use shortlist::{
    Answered, SendShortlist, answer_pick, case_picks, case_shortlists, note_opinion, picks_about, send_shortlist, sent_pick, shortest,
};
pub use step::{Move, step};
pub use subsidy::{SubsidyPack, subsidy_file, subsidy_pack};
pub use sweep::{flag_stuck, lapse_due, release_unappointed, remind_tasks};
pub use task::{AddTask, add_task, finish_task};

use chrono::NaiveDate;
use sea_orm::ConnectionTrait;

use crate::{
    advisor,
    audit::NewEntry,
    brokering::{
        model::Case,
        store::{self, Reader},
    },
    ctx::Ctx,
    db::Write,
    kernel::{Actor, Code, Date, Error, Id, Result, id::BrokerCase},
};

/// Who reads for guards: a step may depend on what not everybody sees.
const GUARD: Actor = Actor::System("guard");

/// Who reads introductions and outcomes as `actor`. No statement for those who have not the role of an advisor, otherwise two.
async fn reader<'a>(ctx: &Ctx, conn: &impl ConnectionTrait, actor: &'a Actor) -> Result<Reader<'a>> {
    let clients = advisor::carried(conn, actor, ctx.clock.today()).await?.mandated().collect();
    Ok(Reader { actor, clients })
}

/// A case that `actor` may know of, locked.
async fn lock_one(tx: &Write, actor: &Actor, id: Id<BrokerCase>) -> Result<Case> {
    store::lock(&**tx, actor, &[id]).await?.pop().ok_or_else(|| Error::new(Code::NotFound))
}

/// Refuses a change that was made looking at another version.
fn check_version(current: i64, expected: i64) -> Result<()> {
    if current == expected {
        return Ok(());
    }
    Err(Error::new(Code::StaleVersion).with("current", current).at("expectedVersion"))
}

/// The day so many working days from today, as the rule says.
fn working_days(ctx: &Ctx, rule: &str) -> Result<Date> {
    working_days_from(ctx, rule, ctx.clock.today())
}

/// The day so many working days from `day`, as the rule says.
fn working_days_from(ctx: &Ctx, rule: &str, day: NaiveDate) -> Result<Date> {
    let days = ctx.rules.on(rule, ctx.clock.today())?.get()?;
    Ok(Date(ctx.rules.calendar().after_working_days(day, days).on))
}

/// `before` a moment later, with somebody having done something about it.
fn moved(ctx: &Ctx, before: &Case) -> Case {
    let now = ctx.now();
    Case { version: before.version + 1, active_at: now, stuck_since: None, updated_at: now, ..before.clone() }
}

/// The audit entry of a change, in the client's trail.
fn entry(verb: &'static str, before: Option<&Case>, after: &Case) -> NewEntry {
    let entry = NewEntry::new(after.client, verb, after.id).after(after).detail("version", after.version);
    let entry = match before {
        Some(before) => entry.before(before).detail("from", before.state.to_string()),
        None => entry,
    };
    entry.detail("to", after.state.to_string())
}
