//! Proof that the tables test something: every guard is left out in turn, and somebody must get another answer.
//!
//! A guard is a name and the line that asks for it (`lianqiao::kernel::guard`). One round with all guards in place tells
//! which questions each of them holds back; then only those are asked again without it. The switch is one for the whole
//! process, so this runs alone: `tests/mutants.sh`.

use std::{
    collections::{BTreeMap, BTreeSet},
    io::Write as _,
};

use lianqiao::{identity::policy::Action, kernel::guard::switch};
use strum::IntoEnumIterator as _;

use super::{
    Row,
    behind::Lock,
    calls::Calls,
    deviation, everybody,
    fields::{self, Originals},
    objects::{self, Naming, Unknown},
    paths::{self, Paths},
    steps::{self, Offered},
    table,
    things::{Thing, people, things},
    world::World,
};
use crate::schema::{introspect, repository};

/// Guards that hold nobody of those who ask here, and why, or the story in which they do.
const UNASKED: [(&str, &str); 4] = [
    ("System", "no field takes a step that is the program's own"),
    ("RegisterOrganization", "whoever is signed in may"),
    ("CaseAssignOther", "nobody here is operator and advisor: brokering::merit::nobody_judges_themselves"),
    ("DemandShow", "goes by what is asked for, not by who asks: brokering::drafted::an_advisor_drafts_and_the_client_hands_in"),
];

/// Guards that another one stands behind, by name and file, how many of them, and why they are there all the same.
const ASKED_TWICE: [(&str, usize, &str); 3] = [
    ("SignedIn at server/src/identity/api/types.rs", 4, "a visitor has no role that could be allowed"),
    ("VerifiedOffice at server/src/http/files.rs", 1, "refuses before it reads the file; upload::receive asks again"),
    ("VerifyOrganization at server/src/identity/actions/organization.rs", 1, "refuses before it reads the reason; judge asks again"),
];

/// Questions that are asked again without a guard, unless nobody notices: then all are.
const ENOUGH: usize = 40;

/// A question that one of the tables answers.
enum Cell {
    Operation(String, &'static str),
    Object(Naming),
    Fields(usize, &'static str),
    Path(usize, &'static str),
    Behind(Lock, &'static str),
    Steps(usize, &'static str),
}

struct Bench<'b> {
    /// The world in which things are read.
    calls: &'b Calls<'b>,
    /// The world in which operations are asked for.
    doing: &'b Calls<'b>,
    table: BTreeMap<String, Row>,
    things: Vec<Thing>,
    originals: Originals,
    paths: Vec<Paths>,
    offered: Offered,
}

impl Bench<'_> {
    async fn cells(&self) -> Vec<Cell> {
        // Who shows a bad token meets one guard and no other, and a socket takes its time: a few operations do.
        let quick = |name: &&String| !name.starts_with("Subscription.");
        let operations =
            self.table.keys().filter(quick).flat_map(|name| everybody().map(move |person| Cell::Operation(name.clone(), person)));
        let mut cells: Vec<_> = operations.collect();
        cells.extend(objects::namings(self.calls, &Unknown::default()).await.into_iter().map(Cell::Object));
        cells.extend(fields::readings(self.calls, &self.things).into_iter().map(|(thing, person)| Cell::Fields(thing, person)));
        cells.extend((0..self.paths.len()).flat_map(|path| people().map(move |person| Cell::Path(path, person))));
        let taking = steps::taking(self.calls, &self.things).into_iter();
        cells.extend(taking.flat_map(|(thing, _)| people().map(move |person| Cell::Steps(thing, person))));
        cells.extend(Lock::iter().flat_map(|lock| people().map(move |person| Cell::Behind(lock, person))));
        cells
    }

    /// How an answer differs from the tables; empty if it does not.
    async fn deviation(&self, cell: &Cell, unknown: &Unknown) -> String {
        match cell {
            Cell::Operation(name, person) => deviation(self.doing, &self.table, name, person).await,
            Cell::Object(naming) => naming.told_apart(self.calls, unknown).await,
            Cell::Fields(thing, person) => {
                let thing = &self.things[*thing];
                let wrong = fields::wrong(self.calls, thing, person, &self.originals).await;
                if wrong.is_empty() { wrong } else { format!("{} as {person}: {wrong}", thing.name) }
            }
            Cell::Steps(thing, person) => steps::wrong(self.calls, &self.things[*thing], person, &self.offered, &self.table).await,
            Cell::Behind(lock, person) => lock.wrong(self.calls, person).await,
            Cell::Path(path, person) => self.paths[*path].wrong(self.calls, &self.things, person, &self.originals).await.1,
        }
    }
}

/// Names of all guards in the sources of the server.
fn names() -> BTreeSet<String> {
    let mut names: BTreeSet<String> = Action::iter().map(|action| action.to_string()).collect();
    let mut folders = vec![repository("server/src")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let source = std::fs::read_to_string(&path).unwrap();
            for call in ["guard::holds(\"", "guard::lifted(\""] {
                names.extend(source.split(call).skip(1).map(|rest| rest.split('"').next().unwrap().to_owned()));
            }
        }
    }
    names
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "leaves guards out for the whole process: tests/mutants.sh runs it alone"]
async fn every_guard_that_is_left_out_is_noticed() {
    let types = introspect().await;
    let world = World::set().await;
    let calls = Calls::new(&types, &world);
    // Whoever may revoke, declare or withdraw does so there, and leaves what is read as it was.
    let other_world = World::set().await;
    let doing = Calls::new(&types, &other_world);
    let things = things();
    let (originals, paths) = (fields::originals(&calls).await, paths::paths(&calls, &things));
    let offered = steps::all(&calls, &things).await;
    let bench = Bench { calls: &calls, doing: &doing, table: table(), things, originals, paths, offered };
    let cells = bench.cells().await;
    let mut met: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    let unknown = Unknown::default();
    switch::held();
    for (n, cell) in cells.iter().enumerate() {
        let wrong = bench.deviation(cell, &unknown).await;
        assert!(wrong.is_empty(), "with every guard in place: {wrong}");
        for place in switch::held() {
            met.entry(place).or_default().push(n);
        }
    }

    let mut out = std::io::stdout();
    writeln!(out, "{} questions, {} places of guards", cells.len(), met.len()).unwrap();
    writeln!(out, "noticed  asked  guard").unwrap();
    let mut survivors = Vec::new();
    for (place, all) in &met {
        let (mut noticed, mut asked) = (Vec::new(), 0);
        let step = all.len().div_ceil(ENOUGH);
        let some = all.iter().step_by(step);
        let rest = all.iter().enumerate().filter(|(n, _)| n % step != 0).map(|(_, cell)| cell);
        let unknown = Unknown::default();
        for cell in some.chain(rest) {
            if asked >= ENOUGH && !noticed.is_empty() {
                break;
            }
            switch::leave_out(Some(place));
            let wrong = bench.deviation(&cells[*cell], &unknown).await;
            asked += 1;
            switch::leave_out(None);
            if !wrong.is_empty() {
                noticed.push(*cell);
            }
        }
        writeln!(out, "{:>7}  {asked:>5}  {place}", noticed.len()).unwrap();
        match noticed.first() {
            // What was done while the guard was away must not change later answers.
            Some(cell) => {
                let wrong = bench.deviation(&cells[*cell], &Unknown::default()).await;
                assert!(wrong.is_empty(), "leaving out {place} spoiled the stage: {wrong}");
            }
            None => survivors.push(place),
        }
    }
    for (place, count, _) in ASKED_TWICE {
        let these: Vec<_> = survivors.iter().filter(|survivor| survivor.starts_with(place)).copied().collect();
        assert!(these.len() <= count, "{these:?}: more than {count}");
        survivors.retain(|survivor| !these.contains(survivor));
    }
    let met_names: BTreeSet<_> = met.keys().map(|place| place.split(" at ").next().unwrap().to_owned()).collect();
    let never = names().into_iter().filter(|name| !met_names.contains(name) && UNASKED.iter().all(|(unasked, _)| unasked != name));
    let never: Vec<_> = never.collect();
    writeln!(out, "{} of {} noticed", met.len() - survivors.len(), met.len()).unwrap();
    assert!(survivors.is_empty(), "guards that nobody misses: write the test, or delete the guard:\n{survivors:#?}");
    assert!(never.is_empty(), "guards that held nobody back: {never:?}");
}
