//! Steps that are offered: to those who may take them, as the access table says, and to nobody else.

use std::collections::{BTreeMap, BTreeSet};

use futures::{StreamExt, stream};
use serde_json::json;

use super::{
    Row, Verdict,
    calls::Calls,
    objects::AT_ONCE,
    things::{Thing, people, things},
    world::World,
};
use crate::schema::{introspect, list, text};

/// Names of the steps that are offered to anybody, by thing.
pub type Offered = BTreeMap<String, BTreeSet<String>>;

/// Things that are not of tenant A: the access table does not speak of them.
const OF_OTHERS: [&str; 2] = ["orphan", "demand_orphan"];

/// Rows that speak of one thing, and who may not do the same to any other: a draft is the officers' to take back, and what was handed in
/// the head's.
const MORE_BY_ONE: [(&str, &str, &str); 1] = [("Mutation.listingWithdraw", "draft", "TTO_OFFICER")];

/// Things of tenant A that take steps.
pub fn taking<'t>(calls: &Calls<'_>, things: &'t [Thing]) -> Vec<(usize, &'t Thing)> {
    let takes = |thing: &Thing| {
        let kind = calls.types.get(thing.kind.as_str());
        kind.is_some_and(|kind| list(&kind["fields"]).any(|field| field["name"] == "availableTransitions"))
    };
    things.iter().enumerate().filter(|(_, thing)| takes(thing) && !OF_OTHERS.contains(&thing.name.as_str())).collect()
}

/// Names of the steps that somebody is offered.
async fn offered(calls: &Calls<'_>, thing: &Thing, person: &str) -> BTreeSet<String> {
    let document = format!("query($id: ID!) {{ node(id: $id) {{ ... on {} {{ availableTransitions {{ name }} }} }} }}", thing.kind);
    let answer = calls.world.people[person].ok(&document, json!({ "id": thing.id(calls.world) })).await;
    list(&answer["node"]["availableTransitions"]).map(|step| text(&step["name"]).to_owned()).collect()
}

/// What each person is offered with each thing.
async fn asked(calls: &Calls<'_>, things: &[Thing]) -> BTreeMap<(usize, &'static str), BTreeSet<String>> {
    let cells: Vec<_> = taking(calls, things).into_iter().flat_map(|(n, _)| people().map(move |person| (n, person))).collect();
    let asked = stream::iter(cells).map(|(n, person)| async move { ((n, person), offered(calls, &things[n], person).await) });
    asked.buffer_unordered(AT_ONCE).collect().await
}

/// What is offered to anybody.
pub async fn all(calls: &Calls<'_>, things: &[Thing]) -> Offered {
    known(things, &asked(calls, things).await)
}

fn known(things: &[Thing], asked: &BTreeMap<(usize, &'static str), BTreeSet<String>>) -> Offered {
    let mut all = Offered::new();
    for ((n, _), steps) in asked {
        all.entry(things[*n].name.clone()).or_default().extend(steps.iter().cloned());
    }
    all
}

/// `GIVE_UP` of a case: `Mutation.caseGiveUp`.
fn mutation(kind: &str, step: &str) -> String {
    let words = step.split('_').map(|word| format!("{}{}", &word[..1], word[1..].to_lowercase()));
    let kind = if kind == "BrokerCase" { "Case" } else { kind };
    format!("Mutation.{}{}{}", kind[..1].to_lowercase(), &kind[1..], words.collect::<String>())
}

/// Steps that somebody is offered and may not take, or the other way round; empty if there are none.
pub async fn wrong(calls: &Calls<'_>, thing: &Thing, person: &str, all: &Offered, table: &BTreeMap<String, Row>) -> String {
    judged(thing, person, &offered(calls, thing, person).await, all, table)
}

fn judged(thing: &Thing, person: &str, offered: &BTreeSet<String>, all: &Offered, table: &BTreeMap<String, Row>) -> String {
    let may = |step: &str| {
        let row = mutation(&thing.kind, step);
        let is_kept = MORE_BY_ONE.iter().any(|(field, one, who)| *field == row && thing.name != *one && *who == person);
        let verdict = table.get(&row).unwrap_or_else(|| panic!("{}: no row {row}", thing.name)).get(person);
        verdict == Some(&Verdict::Allow) && !is_kept
    };
    let wrong = offered.union(&all[&thing.name]).filter(|step| offered.contains(*step) != (thing.is_seen_by(person) && may(step)));
    let said = wrong.map(|step| {
        let what = if offered.contains(step) { "offered" } else { "kept back" };
        format!("{} as {person}: {step} is {what}", thing.name)
    });
    said.collect::<Vec<_>>().join("; ")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn everybody_is_offered_the_steps_that_are_theirs() {
    let types = introspect().await;
    let world = World::set().await;
    let calls = Calls::new(&types, &world);
    let (things, table) = (things(), super::table());
    let asked = asked(&calls, &things).await;
    let all = known(&things, &asked);
    let wrong = asked.iter().map(|((n, person), offered)| judged(&things[*n], person, offered, &all, &table));
    let wrong: Vec<_> = wrong.filter(|wrong| !wrong.is_empty()).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    // A step that nobody is offered any more is missed by nobody: so they are counted.
    let count: usize = all.values().map(BTreeSet::len).sum();
    assert_eq!(count, 52, "as many steps as there were: {all:#?}");
}
