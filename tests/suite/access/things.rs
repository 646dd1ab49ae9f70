//! `schema/visible.toml`: who may see each thing, and what of it.

use std::collections::{BTreeMap, BTreeSet};

use lianqiao::kernel::id;
use serde_json::Value;

use super::world::{CAST, WITHOUT_STANDING, World};
use crate::schema::{list, repository, text};

/// A thing of tenant A.
#[derive(Debug)]
pub struct Thing {
    /// What it is called in the world.
    pub name: String,
    /// Its type.
    pub kind: String,
    /// What it is, in English and Chinese.
    pub words: [String; 2],
    /// Who gets it by its id; the first one is asked what it looks like.
    pub seen_by: Vec<&'static str>,
    /// Who else meets its id in an audit trail that they may read.
    pub traced_by: Vec<&'static str>,
    /// Who reads a field, or one that lies below it, as the first of them does; none if it varies.
    pub fields: BTreeMap<String, Option<Vec<&'static str>>>,
}

/// Everybody who can see things: those of the access table and those without standing.
pub fn people() -> impl Iterator<Item = &'static str> {
    CAST.iter().chain(WITHOUT_STANDING).copied()
}

type Raw = BTreeMap<String, toml::Value>;

/// Reads the things.
pub fn things() -> Vec<Thing> {
    let file = std::fs::read_to_string(repository("schema/visible.toml")).unwrap();
    let mut raw: Raw = toml::from_str(&file).unwrap_or_else(|error| panic!("schema/visible.toml: {}", error.message()));
    let groups = raw.remove("groups").unwrap().try_into::<BTreeMap<String, String>>().unwrap();
    let thing = |(name, value): (String, toml::Value)| {
        let word = |key: &str| value[key].as_str().unwrap_or_else(|| panic!("{name}: {key} is no text")).to_owned();
        let fields = value.get("fields").and_then(toml::Value::as_table).into_iter().flatten().map(|(field, people)| {
            let people = people.as_str().unwrap();
            (field.clone(), (people != "VARIES").then(|| named(people, &groups)))
        });
        let traced_by = value.get("traced_by").and_then(toml::Value::as_str).map(|people| named(people, &groups)).unwrap_or_default();
        Thing {
            kind: word("kind"),
            words: [word("en"), word("zh")],
            seen_by: named(&word("seen_by"), &groups),
            traced_by,
            fields: fields.collect(),
            name,
        }
    };
    raw.into_iter().map(thing).collect()
}

fn named(words: &str, groups: &BTreeMap<String, String>) -> Vec<&'static str> {
    let mut people = Vec::new();
    for word in words.split_whitespace() {
        match groups.get(word) {
            Some(group) => people.extend(named(group, groups)),
            None => people.push(self::people().find(|person| *person == word).unwrap_or_else(|| panic!("nobody is called {word}"))),
        }
    }
    people
}

impl Thing {
    /// Its global id.
    pub fn id<'w>(&self, world: &'w World) -> &'w str {
        world.things.get(self.name.as_str()).unwrap_or_else(|| panic!("no {} in the world", self.name))
    }

    pub fn is_seen_by(&self, person: &str) -> bool {
        self.seen_by.contains(&person)
    }
}

/// An id of the same kind that nothing has.
pub fn unknown_like(id: &str) -> String {
    let (kind, _) = id::decode(id).unwrap();
    // As old as no real one: made for the first millisecond of 1970.
    id::encode(kind, uuid::Uuid::from_u128(0x7_8000_0000_0000_0000_0001)).unwrap()
}

#[tokio::test]
async fn there_is_a_thing_of_every_type_with_a_global_id() {
    let types = crate::schema::introspect().await;
    let nodes = list(&types).filter(|kind| list(&kind["interfaces"]).any(|interface| interface["name"] == "Node"));
    let nodes: BTreeSet<_> = nodes.map(|kind| text(&kind["name"]).to_owned()).collect();
    let known: BTreeSet<_> = things().into_iter().map(|thing| thing.kind).collect();
    let missing: Vec<_> = nodes.difference(&known).collect();
    assert!(
        missing.is_empty(),
        "types without a thing: make one in tests/suite/access/deal.rs and say in schema/visible.toml who sees it: {missing:?}"
    );
    let fields = |kind: &str| list(&types).find(|found| found["name"] == kind).map(|found| found["fields"].clone()).unwrap_or(Value::Null);
    for thing in things() {
        let known = fields(&thing.kind);
        for field in thing.fields.keys().map(|field| field.split('.').next().unwrap()) {
            assert!(list(&known).any(|found| found["name"] == field), "{} has no field {field}", thing.name);
        }
    }
}
