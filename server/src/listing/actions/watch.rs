//! Listings that hide or show themselves: because time has passed, or because their holder told bad news of a right.

use std::collections::{BTreeMap, HashMap};

use super::{
    bench::{Bench, checked},
    perform::{Decision, day_after, perform, shown_contents},
};
use crate::{
    audit,
    ctx::Ctx,
    db::Write,
    kernel::{Actor, Date, Error, Id, Result, id::Organization},
    listing::{
        model::Listing,
        rules::{self, Step, Suspension, Transition},
        store,
        vocabulary::ListingState,
    },
};

/// Who acts when nobody does.
const SWEEPER: Actor = Actor::System("sweeper");

/// Looks at listings whose day has come, at most `limit`, and says how many it were: suspends those whose rights ended,
/// whose fees are overdue or whose rights are pledged, and shows those again whose exclusive license is over.
///
/// # Errors
/// Those of the database.
pub async fn look_after_due(ctx: &Ctx, limit: u64) -> Result<usize> {
    let today = ctx.clock.today();
    let due = store::due_to_look_at(ctx.db.read(), today, limit).await?;
    if due.is_empty() {
        return Ok(0);
    }
    let tx = ctx.begin().await?;
    // Somebody may have been faster between the look and the lock.
    let mut locked = store::lock(&*tx, &SWEEPER, &due).await?;
    locked.retain(|listing| listing.look_again_on.is_some_and(|day| day.0 <= today));
    look_at(ctx, &tx, locked).await?;
    tx.commit().await?;
    Ok(due.len())
}

/// Looks at listings that were locked in this transaction, takes the steps that follow, and gives back each listing as
/// it is then. Whatever comes of it, each is looked at again on a later day or never.
pub(super) async fn look_at(ctx: &Ctx, tx: &Write, listings: Vec<Listing>) -> Result<Vec<Listing>> {
    let today = ctx.clock.today();
    let contents = shown_contents(&**tx, &listings).await?;
    let mut benches = Benches::default();
    let (mut left, mut resumed): (Vec<Listing>, Vec<(Listing, Step)>) = (Vec::new(), Vec::new());
    let mut suspended: BTreeMap<Suspension, Vec<(Listing, Step)>> = BTreeMap::new();
    for mut listing in listings {
        let shown = contents.get(&listing.id).unwrap_or(&listing.content);
        let next = match (listing.state, listing.suspension) {
            (ListingState::Published, _) => match rules::must_suspend(shown, &listing.content, today, &ctx.rules)? {
                Some(reason) => {
                    let step = rules::take(Transition::Suspend, listing.position())?;
                    suspended.entry(reason).or_default().push((listing, step));
                    continue;
                }
                None => rules::look_again_on(shown, &listing.content, today, &ctx.rules)?,
            },
            (ListingState::Suspended, Some(Suspension::Licensed)) => {
                if let Some(last) = listing.licensed_until.filter(|last| last.0 >= today) {
                    Some(day_after(last))
                } else {
                    let shown = contents.get(&listing.id).map(|content| (listing.id, content.clone()));
                    let bench = benches.of(ctx, tx, &listing).await?.with_shown(shown.into_iter().collect());
                    if let Ok(step) = checked(ctx, &SWEEPER, &listing, Transition::Resume, &bench) {
                        resumed.push((listing, step));
                        continue;
                    }
                    // Something else stands in the way: it may be gone tomorrow.
                    Some(day_after(Date(today)))
                }
            }
            _ => None,
        };
        listing.look_again_on = next;
        left.push(listing);
    }
    store::save(&**tx, &left).await?;
    // One reason after the other, each with entries in several trails: without this, two sweeps could lock each other out.
    let moved = suspended.values().flatten().chain(&resumed);
    audit::reserve(&**tx, moved.map(|(listing, _)| listing.organization)).await?;
    for (suspension, moves) in suspended {
        let decision = Decision::because(suspension);
        left.extend(perform(ctx, tx, &SWEEPER, moves, &decision).await?);
    }
    if !resumed.is_empty() {
        let decision = Decision::because(Suspension::Office);
        left.extend(perform(ctx, tx, &SWEEPER, resumed, &decision).await?);
    }
    Ok(left)
}

/// Like [`look_at`], for one.
pub(super) async fn look_at_one(ctx: &Ctx, tx: &Write, listing: Listing) -> Result<Listing> {
    look_at(ctx, tx, vec![listing]).await?.pop().ok_or_else(|| Error::internal("the listing is gone"))
}

/// One bench for each organization, looked up once.
#[derive(Default)]
struct Benches(HashMap<Id<Organization>, Bench>);

impl Benches {
    async fn of(&mut self, ctx: &Ctx, tx: &Write, listing: &Listing) -> Result<Bench> {
        if let Some(bench) = self.0.get(&listing.organization) {
            return Ok(bench.clone());
        }
        let bench = Bench::load(ctx, tx, &SWEEPER, listing.organization).await?;
        self.0.insert(listing.organization, bench.clone());
        Ok(bench)
    }
}
