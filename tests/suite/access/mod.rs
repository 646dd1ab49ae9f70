//! Who gets which answer, as a table that is held against the program.
//!
//! - `schema/access.toml`: every root field and every route is called as everybody, and compared with its row.
//! - `schema/visible.toml`: whoever may not see a thing cannot tell it from none (`objects`); every field is read alone
//!   (`fields`) and on every path (`paths`) as everybody who sees the thing.
//! - `steps`: what anybody is offered as a next step is what the access table lets them do.
//! - `behind`: scopes that no answer shows, because another guard stands before them, asked directly.
//! - `mutants`: every guard is left out in turn, and somebody must notice.
//! - `page`: both tables as `docs/access.md`, for people who read no TOML.
//!
//! The calls are made from the schema itself, so a new field is called without anybody thinking of it; it fails here
//! until it has a row. Calls name things of tenant A and, where they would change something, a version that nobody saw:
//! whoever may do it is told `STALE_VERSION`, and nothing changes.

mod advisors;
mod behind;
mod calls;
mod deal;
mod demands;
mod fields;
mod mutants;
mod objects;
mod page;
mod paths;
mod platforms;
mod routes;
mod steps;
mod things;
mod world;

use std::collections::{BTreeMap, BTreeSet};

use futures::{StreamExt, stream};
use serde_json::Value;

use crate::schema::{introspect, list, repository, text};
use calls::Calls;
use objects::AT_ONCE;
use world::World;

/// What an answer comes down to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, strum::Display, strum::EnumString)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
enum Verdict {
    /// They may: it worked, or what was refused is not who they are.
    Allow,
    /// They may know of it, but not do this.
    Forbidden,
    /// As good as absent.
    Hidden,
    /// Only for people who are signed in.
    Unauthenticated,
}

/// A row of the table: the answers, by person.
type Row = BTreeMap<String, Verdict>;

/// Everybody who calls: those whom the table names, and those whose answers follow.
fn everybody() -> impl Iterator<Item = &'static str> {
    things::people().chain(world::NOT_SIGNED_IN.iter().copied())
}

/// Reads the rows. `others` is everybody whom the row does not name; whom no row needs to name get what follows.
fn table() -> BTreeMap<String, Row> {
    let text = std::fs::read_to_string(repository("schema/access.toml")).unwrap();
    let rows: BTreeMap<String, BTreeMap<String, String>> =
        toml::from_str(&text).unwrap_or_else(|error| panic!("schema/access.toml: {}", error.message()));
    let row = |(field, cells): (String, BTreeMap<String, String>)| {
        let others: Option<Verdict> = cells.get("others").map(|verdict| verdict.parse().unwrap());
        let mut row: Row = others.into_iter().flat_map(|verdict| world::CAST.iter().map(move |who| ((*who).to_owned(), verdict))).collect();
        for (verdict, people) in cells.iter().filter(|(verdict, _)| *verdict != "others") {
            let verdict: Verdict = verdict.parse().unwrap_or_else(|_| panic!("{field}: no such answer as {verdict}"));
            for person in people.split_whitespace() {
                assert!(things::people().any(|known| known == person), "{field}: nobody is called {person}");
                row.insert(person.to_owned(), verdict);
            }
        }
        for person in world::WITHOUT_STANDING {
            let stranger = row["OTHER_TTO_HEAD"];
            row.entry((*person).to_owned()).or_insert(stranger);
        }
        row.extend(world::NOT_SIGNED_IN.iter().map(|person| ((*person).to_owned(), Verdict::Unauthenticated)));
        (field, row)
    };
    rows.into_iter().map(row).collect()
}

/// `Type.field` of every root field, with the field.
fn root_fields(types: &Value) -> BTreeMap<String, Value> {
    let roots = list(types).filter(|kind| ["Query", "Mutation", "Subscription"].contains(&text(&kind["name"])));
    let fields =
        roots.flat_map(|root| list(&root["fields"]).map(move |field| (format!("{}.{}", text(&root["name"]), text(&field["name"])), field)));
    fields.map(|(name, field)| (name, field.clone())).collect()
}

/// How the answer to a root field or route differs from the table; empty if it does not.
async fn deviation(calls: &Calls<'_>, table: &BTreeMap<String, Row>, name: &str, person: &str) -> String {
    let (verdict, answer) = if routes::is_route(name) { routes::call(calls, name, person).await } else { calls.make(name, person).await };
    let wanted = table[name].get(person);
    if wanted == Some(&verdict) { String::new() } else { format!("{name} as {person}: {verdict}, not {wanted:?}\n    {answer}") }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_root_field_answers_everybody_as_the_access_table_says() {
    let types = introspect().await;
    let (fields, table) = (root_fields(&types), table());
    assert!(fields.len() > 50, "the walk found only {fields:?}");
    let known: BTreeSet<_> = fields.keys().collect();
    let named: BTreeSet<_> = table.keys().filter(|name| !name.contains(' ')).collect();
    assert_eq!(known.difference(&named).collect::<Vec<_>>(), Vec::<&&String>::new(), "root fields without a row in schema/access.toml");
    assert_eq!(named.difference(&known).collect::<Vec<_>>(), Vec::<&&String>::new(), "rows of schema/access.toml without a root field");

    let world = World::set().await;
    let calls = Calls::new(&types, &world);
    let (mut cells, mut wrong) = (0, Vec::new());
    // One operation after the other: some end sessions that another has just begun.
    for name in table.keys() {
        let answers = stream::iter(everybody()).map(|person| deviation(&calls, &table, name, person));
        let answers: Vec<_> = answers.buffer_unordered(AT_ONCE).collect().await;
        cells += answers.len();
        wrong.extend(answers.into_iter().filter(|wrong| !wrong.is_empty()));
    }
    println!("operations: {} for {} people, {cells} cells, {} wrong", table.len(), everybody().count(), wrong.len());
    assert!(wrong.is_empty(), "answers that schema/access.toml does not say:\n{}", wrong.join("\n"));
}
