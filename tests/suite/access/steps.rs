//! Steps that are offered: to those who may take them, as the access table says, and to nobody else.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::json;

use super::{
    Row, Verdict,
    calls::Calls,
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

/// What is offered to anybody.
pub async fn all(calls: &Calls<'_>, things: &[Thing]) -> Offered {
    let mut all = Offered::new();
    for (_, thing) in taking(calls, things) {
        let mut names = BTreeSet::new();
        for person in people() {
            names.extend(offered(calls, thing, person).await);
        }
        all.insert(thing.name.clone(), names);
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
    let offered = offered(calls, thing, person).await;
    let may = |step: &str| {
        let row = mutation(&thing.kind, step);
        let is_kept = MORE_BY_ONE.iter().any(|(field, one, who)| *field == row && thing.name != *one && *who == person);
        let verdict = table.get(&row).unwrap_or_else(|| panic!("{}: no row {row}", thing.name)).get(person);
        verdict == Some(&Verdict::Allow) && !is_kept
    };
    let known = offered.union(&all[&thing.name]);
    let wrong = known.filter(|step| offered.contains(*step) != (thing.is_seen_by(person) && may(step)));
    wrong
        .map(|step| format!("{} as {person}: {step} is {}", thing.name, if offered.contains(step) { "offered" } else { "kept back" }))
        .collect::<Vec<_>>()
        .join("; ")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn everybody_is_offered_the_steps_that_are_theirs() {
    let types = introspect().await;
    let world = World::set().await;
    let calls = Calls::new(&types, &world);
    let (things, table) = (things(), super::table());
    let all = all(&calls, &things).await;
    let mut wrong = Vec::new();
    for (_, thing) in taking(&calls, &things) {
        for person in people() {
            wrong.push(self::wrong(&calls, thing, person, &all, &table).await);
        }
    }
    let count: usize = all.values().map(BTreeSet::len).sum();
    println!("steps: {count} of {} things, offered to {} people", all.len(), people().count());
    wrong.retain(|wrong| !wrong.is_empty());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(count > 30, "only {count} steps: {all:?}");
}
