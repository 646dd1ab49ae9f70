//! Whoever may not see a thing cannot tell it from one that does not exist, wherever its id can be given.

use std::collections::BTreeMap;

use futures::{StreamExt, stream};
use tokio::sync::Mutex;

use super::{
    Verdict,
    calls::{Ask, Calls},
    table,
    things::{Thing, people, things, unknown_like},
    world::World,
};
use crate::schema::introspect;

/// How many questions are on their way at a time.
pub const AT_ONCE: usize = 8;

/// A question that names a thing, put by somebody who may not see it.
#[derive(Debug, Clone)]
pub struct Naming {
    pub thing: String,
    pub field: String,
    /// Where the id stands.
    pub place: Vec<String>,
    /// Whether the person acts through an organization of their own.
    pub own: bool,
    pub person: &'static str,
    /// Whether the person is told to sign in, whatever is named.
    pub barred: bool,
}

/// Answers to questions about what does not exist: they do not change.
#[derive(Default)]
pub struct Unknown(Mutex<BTreeMap<String, String>>);

impl Unknown {
    /// The answer about `ask.id`, which nothing has; it is the same for all things of a kind.
    async fn about(&self, calls: &Calls<'_>, field: &str, person: &str, ask: Ask<'_>) -> String {
        let key = format!("{field} {} {:?} {} {person} {}", ask.demands, ask.place, ask.own, ask.id);
        if let Some(known) = self.0.lock().await.get(&key) {
            return known.clone();
        }
        let answer = calls.masked(field, person, ask).await;
        self.0.lock().await.insert(key, answer.clone());
        answer
    }
}

impl Naming {
    /// How the answer differs from the one about an unknown id of the same kind; empty if it does not.
    pub async fn told_apart(&self, calls: &Calls<'_>, unknown: &Unknown) -> String {
        let (id, absent) = (&calls.world.things[self.thing.as_str()], unknown_like(&calls.world.things[self.thing.as_str()]));
        let demands = is_of_demands(&self.field, &self.thing);
        let ask = |id| Ask { place: &self.place, id, own: self.own, demands };
        let of_absent = unknown.about(calls, &self.field, self.person, ask(&absent)).await;
        let of_thing = calls.masked(&self.field, self.person, ask(id)).await;
        if self.barred && !of_thing.contains("UNAUTHENTICATED") {
            return format!("looked up for a visitor: {of_thing}");
        }
        if of_thing == of_absent { String::new() } else { format!("{of_thing}\n    and not {of_absent}") }
    }
}

/// Whether a question about an import is one about an import of demands, because the thing is.
fn is_of_demands(field: &str, thing: &str) -> bool {
    field.contains(".import") && matches!(thing, "demand_import" | "demand_preset" | "demand_upload")
}

/// Places where the id of a thing makes a difference to somebody who sees it, or, for mutations, is not refused as one
/// of the wrong kind.
async fn takes(calls: &Calls<'_>, unknown: &Unknown, thing: &Thing, field: &str, place: &[String]) -> bool {
    let (id, absent, reader) = (thing.id(calls.world), unknown_like(thing.id(calls.world)), thing.seen_by[0]);
    let ask = |id| Ask { place, id, own: false, demands: is_of_demands(field, &thing.name) };
    // Ids say of which kind they are: one of the wrong kind is refused whether anything has it or not.
    let of_absent = unknown.about(calls, field, reader, ask(&absent)).await;
    if of_absent.contains("INVALID_ID") || field.starts_with("Mutation.") {
        return !of_absent.contains("INVALID_ID");
    }
    // A list of everything about one thing may be empty; what counts is that the kind is right.
    place.len() > 1 || calls.masked(field, reader, ask(id)).await != of_absent
}

/// Every question that names a thing and whose asker may not see it.
pub async fn namings(calls: &Calls<'_>, unknown: &Unknown) -> Vec<Naming> {
    let things = things();
    let fields = calls.fields.keys().filter(|field| !field.starts_with("Subscription."));
    let places: Vec<_> = fields.flat_map(|field| calls.places(field).into_iter().map(move |place| (field, place))).collect();
    // A step for all that match moves what the person may move anyway: it would spoil the stage.
    let places: Vec<_> = places.iter().filter(|(_, place)| !place.iter().any(|part| part == "allMatching")).collect();
    let pairs: Vec<_> = things.iter().flat_map(|thing| places.iter().map(move |(field, place)| (thing, *field, place))).collect();
    let open = stream::iter(pairs)
        .map(|(thing, field, place)| async move { takes(calls, unknown, thing, field, place).await.then_some((thing, field, place)) });
    let open: Vec<_> = open.buffer_unordered(AT_ONCE).filter_map(|found| async move { found }).collect().await;
    let (mut namings, table) = (Vec::new(), table());
    for (thing, field, place) in open {
        let traced = |person: &&str| field == "Query.auditEntries" && thing.traced_by.contains(person);
        for person in people().filter(|person| !thing.is_seen_by(person) && !traced(person)) {
            let own = calls.world.organizations.contains_key(person) && !place.iter().any(|part| part == "organizationId");
            for own in if own { &[false, true][..] } else { &[false][..] } {
                let barred = person == "VISITOR" && table[field][person] == Verdict::Unauthenticated;
                namings.push(Naming { thing: thing.name.clone(), field: field.clone(), place: place.clone(), own: *own, person, barred });
            }
        }
    }
    namings.sort_by(|a, b| (&a.thing, &a.field, a.person, a.own).cmp(&(&b.thing, &b.field, b.person, b.own)));
    namings
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_somebody_may_not_see_answers_like_what_does_not_exist() {
    let types = introspect().await;
    let world = World::set().await;
    let calls = Calls::new(&types, &world);
    let unknown = Unknown::default();
    let namings = namings(&calls, &unknown).await;
    let told = stream::iter(&namings).map(|naming| {
        let (calls, unknown) = (&calls, &unknown);
        async move { (naming, naming.told_apart(calls, unknown).await) }
    });
    let told: Vec<_> = told.buffer_unordered(AT_ONCE).collect().await;
    let leaks: Vec<_> = told.iter().filter(|(_, told)| !told.is_empty()).map(|(naming, told)| format!("{naming:?}\n    {told}")).collect();
    println!("objects: {} questions tried, {} leaks", namings.len(), leaks.len());
    assert!(leaks.is_empty(), "answers that tell a hidden thing from none:\n{}", leaks.join("\n"));
    assert!(namings.len() > 2000, "only {} questions", namings.len());
    for thing in things() {
        let everybody_sees_it = people().all(|person| thing.is_seen_by(person));
        assert!(everybody_sees_it || namings.iter().any(|naming| naming.thing == thing.name), "nobody named {}", thing.name);
    }
}
