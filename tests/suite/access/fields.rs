//! Who reads which field of a thing: every field of every thing alone, as everybody who sees it.

use std::collections::BTreeMap;

use futures::{StreamExt, stream};
use serde_json::{Value, json};

use super::{
    calls::Calls,
    objects::AT_ONCE,
    things::{Thing, people, things},
    world::World,
};
use crate::schema::{introspect, list, text};

/// Fields that are asked for in one request, each for itself.
const TOGETHER: usize = 10;

/// What the first reader of each field sees: `thing` and `field`.
pub type Originals = BTreeMap<(String, String), Value>;

/// Fields of a thing, and fields below them that have a row.
fn paths(calls: &Calls<'_>, thing: &Thing) -> Vec<String> {
    let Some(kind) = calls.types.get(thing.kind.as_str()) else { return Vec::new() };
    let plain = list(&kind["fields"]).map(|field| text(&field["name"]).to_owned());
    plain.chain(thing.fields.keys().filter(|path| path.contains('.')).cloned()).collect()
}

/// The selection of a field, or of one that lies below it.
pub fn selection(calls: &Calls<'_>, kind: &str, path: &str) -> String {
    let (name, inner) = path.split_once('.').unwrap_or((path, ""));
    let inner = inner.replace('.', " { ") + &" }".repeat(inner.matches('.').count());
    let field = list(&calls.types[kind]["fields"]).find(|field| field["name"] == name).unwrap_or_else(|| panic!("{kind} has no {name}"));
    let takes = |argument: &str| list(&field["args"]).any(|found| found["name"] == argument);
    let arguments = if takes("fromVersion") {
        "(fromVersion: 1)"
    } else if takes("layer") {
        "(layer: PUBLIC)"
    } else if takes("first") {
        "(first: 2)"
    } else {
        ""
    };
    let below = if inner.is_empty() { calls.below(&field["type"]) } else { format!("{{ {inner} }}") };
    format!("{name}{arguments} {below}")
}

/// What somebody sees of a thing, field by field.
async fn seen(calls: &Calls<'_>, thing: &Thing, person: &str, paths: &[String]) -> BTreeMap<String, Value> {
    let mut seen = BTreeMap::new();
    for some in paths.chunks(TOGETHER) {
        let parts = some
            .iter()
            .enumerate()
            .map(|(n, path)| format!("f{n}: node(id: $id) {{ ... on {} {{ v: {} }} }}", thing.kind, selection(calls, &thing.kind, path)));
        let document = format!("query($id: ID!) {{ {} }}", parts.collect::<Vec<_>>().join(" "));
        let answer = calls.world.people[person].run(&document, json!({ "id": thing.id(calls.world) })).await.0;
        for (n, path) in some.iter().enumerate() {
            let found = &answer["data"][format!("f{n}")];
            // Nothing at all is no answer: an error, or the thing itself is hidden.
            let value = if found.is_object() { found["v"].clone() } else { json!(format!("no answer: {}", answer["errors"])) };
            seen.insert(path.clone(), value);
        }
    }
    seen
}

/// What the first reader of each field sees.
pub async fn originals(calls: &Calls<'_>) -> Originals {
    let things = things();
    let mut originals = Originals::new();
    for thing in &things {
        let mut by_first: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        for path in paths(calls, thing) {
            let first = thing.fields.get(&path).and_then(|readers| readers.as_ref()?.first()).unwrap_or(&thing.seen_by[0]);
            by_first.entry(first).or_default().push(path);
        }
        for (first, paths) in by_first {
            for (path, value) in seen(calls, thing, first, &paths).await {
                assert!(!value.as_str().is_some_and(|value| value.starts_with("no answer")), "{} {path} as {first}: {value}", thing.name);
                originals.insert((thing.name.clone(), path), value);
            }
        }
    }
    originals
}

/// Whether somebody may see what the first reader sees; none if that is told elsewhere.
pub fn may_read(thing: &Thing, path: &str, person: &str) -> Option<bool> {
    match thing.fields.get(path) {
        Some(readers) => readers.as_ref().map(|readers| readers.contains(&person)),
        None => Some(true),
    }
}

/// Fields of a thing that somebody reads and should not, or the other way round.
pub async fn wrong(calls: &Calls<'_>, thing: &Thing, person: &str, originals: &Originals) -> String {
    let mut wrong = Vec::new();
    for (path, value) in seen(calls, thing, person, &paths(calls, thing)).await {
        let original = &originals[&(thing.name.clone(), path.clone())];
        match may_read(thing, &path, person) {
            Some(true) if value != *original => wrong.push(format!("{path} is {value} and not {original}")),
            Some(false) if value == *original => wrong.push(format!("{path} is shown: {value}")),
            Some(false) if value.as_str().is_some_and(|value| value.starts_with("no answer")) => wrong.push(format!("{path}: {value}")),
            _ => {}
        }
    }
    wrong.join("; ")
}

/// Everybody who sees a thing that has fields.
pub fn readings(calls: &Calls<'_>, things: &[Thing]) -> Vec<(usize, &'static str)> {
    let typed = things.iter().enumerate().filter(|(_, thing)| calls.types.contains_key(thing.kind.as_str()));
    typed.flat_map(|(n, thing)| people().filter(|person| thing.is_seen_by(person)).map(move |person| (n, person))).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn everybody_reads_the_fields_that_are_theirs() {
    let types = introspect().await;
    let world = World::set().await;
    let calls = Calls::new(&types, &world);
    let (things, originals) = (things(), originals(&calls).await);
    let readings = readings(&calls, &things);
    let cells: usize = readings.iter().map(|(n, _)| paths(&calls, &things[*n]).len()).sum();
    let found = stream::iter(&readings).map(|(n, person)| {
        let (calls, thing, originals) = (&calls, &things[*n], &originals);
        async move { (thing, person, wrong(calls, thing, person, originals).await) }
    });
    let found: Vec<_> = found.buffer_unordered(AT_ONCE).collect().await;
    let wrong: Vec<_> = found
        .iter()
        .filter(|(.., wrong)| !wrong.is_empty())
        .map(|(thing, person, wrong)| format!("{} as {person}: {wrong}", thing.name))
        .collect();
    println!("fields: {cells} read, {} readers wrong", wrong.len());
    assert!(wrong.is_empty(), "fields that schema/visible.toml does not say:\n{}", wrong.join("\n"));
    assert!(cells > 1500, "only {cells} fields");
}
