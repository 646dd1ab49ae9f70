//! Who gets which answer from each root field: every field is called as everybody, and compared with `schema/access.toml`.
//!
//! The calls are made from the schema itself, so a new field is called without anybody thinking of it; it fails here
//! until it has a row. Calls name things of tenant A and, where they would change something, a version that nobody saw:
//! whoever may do it is told `STALE_VERSION`, and nothing changes.

mod calls;
mod world;

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write,
};

use serde_json::Value;

use crate::schema::{introspect, list, repository, text};
use calls::Calls;
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

/// Reads the rows. `others` is everybody whom the row does not name.
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
                assert!(world::CAST.contains(&person), "{field}: nobody is called {person}");
                row.insert(person.to_owned(), verdict);
            }
        }
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

#[tokio::test]
async fn every_root_field_answers_everybody_as_the_access_table_says() {
    let types = introspect().await;
    let (fields, table) = (root_fields(&types), table());
    assert!(fields.len() > 50, "the walk found only {fields:?}");
    let (known, named): (BTreeSet<_>, BTreeSet<_>) = (fields.keys().collect(), table.keys().collect());
    assert_eq!(known.difference(&named).collect::<Vec<_>>(), Vec::<&&String>::new(), "root fields without a row in schema/access.toml");
    assert_eq!(named.difference(&known).collect::<Vec<_>>(), Vec::<&&String>::new(), "rows of schema/access.toml without a root field");

    let world = World::set().await;
    let calls = Calls::new(&types, &world);
    let mut wrong = String::new();
    for (name, field) in &fields {
        for person in world::CAST {
            let (verdict, answer) = calls.make(name, field, person).await;
            if table[name].get(*person) != Some(&verdict) {
                writeln!(wrong, "{name} as {person}: {verdict}, not {:?}\n    {answer}", table[name].get(*person)).unwrap();
            }
        }
    }
    assert!(wrong.is_empty(), "answers that schema/access.toml does not say:\n{wrong}");
}
