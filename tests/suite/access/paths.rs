//! The same fields on every path: from each root field over at most two things to a third, edges and nodes alike.

use futures::{StreamExt, stream};
use serde_json::Value;

use super::{
    calls::{Ask, Calls},
    fields::{self, Originals, may_read, selection},
    objects::AT_ONCE,
    things::{Thing, people, things},
    world::World,
};
use crate::schema::{introspect, list, named, text};

/// Fields on a path from a root field to a thing.
const LONGEST: usize = 3;

/// As many letters of selections as one question has at most.
const TOGETHER: usize = 20_000;

/// Paths that begin with the same root field: selections that lead to a thing each and ask for everything that has a row.
#[derive(Debug, Clone)]
pub struct Paths {
    pub field: String,
    pub selections: Vec<String>,
}

/// Every path of the schema.
pub fn paths(calls: &Calls<'_>, things: &[Thing]) -> Vec<Paths> {
    let mut paths = Vec::new();
    for field in calls.fields.keys().filter(|field| field.starts_with("Query.")) {
        let mut selections = Vec::new();
        walk(calls, things, calls.answer_type(field), 1, &mut selections);
        let mut letters = TOGETHER;
        for selection in selections {
            letters += selection.len();
            if letters > TOGETHER {
                letters = selection.len();
                paths.push(Paths { field: field.clone(), selections: Vec::new() });
            }
            paths.last_mut().unwrap().selections.push(selection);
        }
    }
    paths
}

fn walk(calls: &Calls<'_>, things: &[Thing], kind: &Value, length: usize, found: &mut Vec<String>) {
    let name = text(&kind["name"]);
    let has = |wanted: &str| list(&kind["fields"]).find(|field| field["name"] == wanted);
    // Lists and their edges are no step.
    if let (Some(_), Some(nodes)) = (has("edges"), has("nodes")) {
        let mut inner = Vec::new();
        walk(calls, things, calls.types[text(&named(&nodes["type"])["name"])], length, &mut inner);
        found.extend(inner.iter().map(|inner| format!("{{ nodes {inner} edges {{ node {inner} }} }}")));
        return;
    }
    if name == "Node" {
        let kinds = calls.types.values().filter(|kind| list(&kind["interfaces"]).any(|interface| interface["name"] == "Node"));
        for kind in kinds {
            let mut inner = Vec::new();
            walk(calls, things, kind, length, &mut inner);
            found.extend(inner.into_iter().map(|inner| format!("{{ ... on {} {inner} }}", text(&kind["name"]))));
        }
        return;
    }
    if list(&kind["interfaces"]).any(|interface| interface["name"] == "Node") {
        let rows = rows(things, name).into_iter().map(|path| match alias(path) {
            Some(alias) => format!("{alias}: {}", selection(calls, name, path)),
            None => selection(calls, name, path),
        });
        found.push(format!("{{ __typename id {} }}", rows.collect::<Vec<_>>().join(" ")));
    }
    if length == LONGEST {
        return;
    }
    for field in list(&kind["fields"]) {
        let below = calls.types[text(&named(&field["type"])["name"])];
        let asks = list(&field["args"]).any(|argument| argument["type"]["kind"] == "NON_NULL");
        if asks || !["OBJECT", "INTERFACE"].contains(&text(&below["kind"])) {
            continue;
        }
        let mut inner = Vec::new();
        walk(calls, things, below, length + 1, &mut inner);
        let arguments = if list(&field["args"]).any(|argument| argument["name"] == "first") { "(first: 3)" } else { "" };
        found.extend(inner.into_iter().map(|inner| format!("{{ {}{arguments} {inner} }}", text(&field["name"]))));
    }
}

/// Fields of a type that have a row at some thing of it.
fn rows<'t>(things: &'t [Thing], kind: &str) -> Vec<&'t str> {
    let mut rows: Vec<_> =
        things.iter().filter(|thing| thing.kind == kind).flat_map(|thing| thing.fields.keys().map(String::as_str)).collect();
    rows.sort_unstable();
    rows.dedup();
    rows
}

/// What a field that lies below one is called in answers; fields go by their names.
fn alias(path: &str) -> Option<String> {
    path.contains('.').then(|| path.replace('.', "_"))
}

impl Paths {
    /// What somebody meets on the paths, and what is wrong with it.
    pub async fn wrong(&self, calls: &Calls<'_>, things: &[Thing], person: &str, originals: &Originals) -> (Found, String) {
        let (mut met, mut wrong) = (Found::default(), Vec::new());
        let mut waiting = vec![&*self.selections];
        while let Some(some) = waiting.pop() {
            // Each has the root field for itself: what two of them ask of one object would be one object in the answer.
            let named: Vec<_> = some.iter().enumerate().map(|(n, selection)| (format!("found{n}"), selection.as_str())).collect();
            let (document, variables) = calls.documents(&self.field, person, Ask::default(), &named);
            let answer = calls.world.people[person].run(&document, variables).await.0;
            // What is refused on one path may take the others with it, so each half is asked for itself. A root that is refused is
            // refused on all.
            let is_root = list(&answer["errors"]).any(|error| error["path"].as_array().is_some_and(|path| path.len() == 1));
            if some.len() > 1 && answer["errors"].is_array() && !is_root {
                let (left, right) = some.split_at(some.len() / 2);
                waiting.extend([right, left]);
                continue;
            }
            let refused = text(&answer["errors"][0]["extensions"]["code"]);
            if ["BAD_USER_INPUT", "COST_EXCEEDED", "INTERNAL"].contains(&refused) {
                wrong.push(format!("not asked at all: {} in {some:?}", answer["errors"]));
            }
            for (name, selection) in named {
                let mut found = Found::default();
                look(&answer["data"][name], &mut |object| found.add(object, calls, things, person, originals));
                met.join(&found);
                wrong.extend(found.wrong.into_iter().map(|wrong| format!("{wrong} on {selection}")));
            }
        }
        (met, wrong.join("; "))
    }
}

/// What was found on paths.
#[derive(Default)]
pub struct Found {
    /// Known things.
    met: usize,
    /// Fields of theirs that somebody read who may.
    read: usize,
    wrong: Vec<String>,
}

impl Found {
    fn join(&mut self, other: &Self) {
        self.met += other.met;
        self.read += other.read;
    }

    /// An object of an answer: which thing it is, and which of its fields the person should not see.
    fn add(&mut self, object: &Value, calls: &Calls<'_>, things: &[Thing], person: &str, originals: &Originals) {
        let Some(thing) = things.iter().find(|thing| object["id"] == thing.id(calls.world)) else { return };
        self.met += 1;
        if !thing.is_seen_by(person) {
            self.wrong.push(format!("{} is met", thing.name));
        }
        for path in rows(things, &thing.kind).into_iter().filter(|path| thing.fields.contains_key(*path)) {
            let (name, original) = (alias(path), &originals[&(thing.name.clone(), path.to_owned())]);
            // A path may show less than its reader could see: a search shows what is published.
            if object.get(name.as_deref().unwrap_or(path)) == Some(original) {
                match may_read(thing, path, person) {
                    Some(false) => self.wrong.push(format!("{path} of {} is {original}", thing.name)),
                    _ => self.read += 1,
                }
            }
        }
    }
}

/// Calls `visit` with every object that has a type and an id.
fn look(value: &Value, visit: &mut impl FnMut(&Value)) {
    if value["__typename"].is_string() && value["id"].is_string() {
        visit(value);
    }
    match value {
        Value::Array(values) => values.iter().for_each(|value| look(value, visit)),
        Value::Object(values) => values.values().for_each(|value| look(value, visit)),
        _ => {}
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_field_is_shown_to_the_same_people_on_every_path() {
    let types = introspect().await;
    let world = World::set().await;
    let calls = Calls::new(&types, &world);
    let (things, originals) = (things(), fields::originals(&calls).await);
    let paths = paths(&calls, &things);
    let walks: Vec<_> = paths.iter().flat_map(|path| people().map(move |person| (path, person))).collect();
    let found = stream::iter(&walks).map(|(path, person)| {
        let (calls, things, originals) = (&calls, &things, &originals);
        async move { (path, person, path.wrong(calls, things, person, originals).await) }
    });
    let found: Vec<_> = found.buffer_unordered(AT_ONCE).collect().await;
    let (met, read) = found.iter().fold((0, 0), |(met, read), (.., (found, _))| (met + found.met, read + found.read));
    let wrong: Vec<_> = found
        .iter()
        .filter(|(.., (_, wrong))| !wrong.is_empty())
        .map(|(paths, person, (_, wrong))| format!("{} as {person}: {wrong}", paths.field))
        .collect();
    let count: usize = paths.iter().map(|paths| paths.selections.len()).sum();
    println!("paths: {count} of {} people each, {met} things met, {read} fields read, {} wrong", people().count(), wrong.len());
    assert!(wrong.is_empty(), "things and fields that schema/visible.toml does not say:\n{}", wrong.join("\n"));
    assert!(met > 5000 && read > 10_000, "only {met} things met and {read} fields of theirs read");
}
