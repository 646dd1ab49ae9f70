//! The same step for many demands: an operator who has looked at what came in decides about it here.

use super::{
    perform::{Decision, perform},
    stage::{Surroundings, checked},
    transition::{decision, permitted, suspension},
};
use crate::{
    audit,
    ctx::Ctx,
    db::rerun,
    demand::{
        policy,
        rules::{self, Transition},
        store,
    },
    kernel::{Actor, Bulk, Code, Error, Id, Result, id::Demand as DemandId},
};

/// Most demands that one call names.
const DEMANDS_MAX: usize = 100;

/// Demands of one transaction: few enough that others do not wait long.
const CHUNK: usize = 20;

/// A step for many demands, of any enterprises.
#[derive(Debug, Clone)]
pub struct BulkMove {
    /// The step.
    pub transition: Transition,
    /// The demands, at most 100, each with the version that the decision was made looking at.
    pub demands: Vec<(Id<DemandId>, i64)>,
    /// Reason, for a refusal or suspension.
    pub reason: Option<String>,
}

/// Takes a step for many demands, a few in a transaction, one after the other: what is told of one part of a split decides what
/// may be told of the next. A demand that cannot take it stays as it is and is reported; the others go on. Whoever says the
/// same again does nothing twice: what moved has another version by then.
///
/// # Errors
/// `FORBIDDEN` for others than operators, and at `transition` for a step that is not theirs, `TOO_MANY` demands,
/// `REASON_REQUIRED`. A return needs notes about each demand and is refused here with `BAD_USER_INPUT`.
pub async fn bulk_transition(ctx: &Ctx, actor: &Actor, input: BulkMove) -> Result<Bulk<DemandId>> {
    policy::signed_in(actor)?;
    policy::allowed(policy::moderates(actor))?;
    if input.transition == Transition::Return {
        return Err(Error::new(Code::BadUserInput).at("transition"));
    }
    policy::allowed(rules::is_operators(input.transition)).map_err(|error| error.at("transition"))?;
    let decision = decision(input.transition, Vec::new(), input.reason.as_deref())?;
    if input.demands.len() > DEMANDS_MAX {
        return Err(Error::new(Code::TooMany).with("max", DEMANDS_MAX).at("demands"));
    }
    let mut demands: Vec<Named> =
        input.demands.into_iter().enumerate().map(|(index, (id, version))| Named { id, version, index }).collect();
    demands.sort_unstable();
    demands.dedup_by_key(|named| named.id);
    let mut report = Bulk::default();
    for few in demands.chunks(CHUNK) {
        report.add(rerun(|| Box::pin(step(ctx, actor, input.transition, few, &decision))).await?);
    }
    Ok(report)
}

/// A demand that the caller named.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Named {
    id: Id<DemandId>,
    version: i64,
    /// Place in the input.
    index: usize,
}

impl Named {
    fn refusal(&self, error: Error) -> Error {
        error.at(self.index).at("demands")
    }
}

async fn step(ctx: &Ctx, actor: &Actor, transition: Transition, few: &[Named], said: &Decision) -> Result<Bulk<DemandId>> {
    let ids: Vec<_> = few.iter().map(|named| named.id).collect();
    let tx = ctx.begin().await?;
    let mut locked = store::lock(&*tx, actor, &ids).await?;
    // Several enterprises, one after the other: without this, two operators could lock each other out.
    audit::reserve(&*tx, locked.iter().map(|demand| demand.organization)).await?;
    let mut report = Bulk::default();
    for named in few {
        let Some(place) = locked.iter().position(|demand| demand.id == named.id) else {
            report.refuse(named.id, named.refusal(Error::new(Code::NotFound).at("id")));
            continue;
        };
        let demand = locked.swap_remove(place);
        if let Err(error) = permitted(actor, &demand, transition, named.version) {
            report.refuse(named.id, named.refusal(error));
            continue;
        }
        let around = Surroundings::load(ctx, &tx, &demand).await?;
        match checked(ctx, actor, &demand, transition, &around) {
            Ok(step) => {
                let decision = Decision { suspension: suspension(actor, &demand), ..said.clone() };
                perform(ctx, &tx, actor, demand, step, &decision, &around).await?;
                report.changed += 1;
            }
            Err(error) if error.code() == Code::Internal => return Err(error),
            Err(error) => report.refuse(named.id, named.refusal(error)),
        }
    }
    if report.changed > 0 {
        tx.commit().await?;
    }
    Ok(report)
}
