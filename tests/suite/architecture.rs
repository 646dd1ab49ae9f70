//! The walls of the house: which room may look into which, how long a file may be, and what only one room may do.
//!
//! `ARCHITECTURE.md` draws this plan for people; here it is checked against the imports as they are.

mod plan;
mod source;

use std::collections::{BTreeMap, BTreeSet};

use plan::{EXCEPTIONS, MACHINES, PLAN, SLICE_EXCEPTIONS, SLICE_ROOMS, is_store};
use source::{File, Import};

fn rank(room: &str) -> Option<u8> {
    PLAN.iter().find(|(_, rooms)| rooms.contains(&room)).map(|(rank, _)| *rank)
}

fn server() -> Vec<File> {
    source::read("server/src")
}

/// Every arrow between rooms, with the file that draws it.
fn arrows(files: &[File]) -> BTreeMap<(String, String), BTreeSet<String>> {
    let mut arrows: BTreeMap<_, BTreeSet<_>> = BTreeMap::new();
    for file in files {
        for import in &file.imports {
            let (from, to) = (file.room(), import.room());
            if from != to && files.iter().any(|file| file.room() == to) {
                arrows.entry((from.to_owned(), to.to_owned())).or_default().insert(file.path.clone());
            }
        }
    }
    arrows
}

#[test]
fn every_room_has_a_place_in_the_plan() {
    let files = server();
    let rooms: BTreeSet<&str> = files.iter().map(File::room).filter(|room| *room != "lib").collect();
    let homeless: Vec<_> = rooms.iter().filter(|room| rank(room).is_none()).collect();
    assert!(homeless.is_empty(), "no rank in tests/suite/architecture/plan.rs (and ARCHITECTURE.md): {homeless:?}");
    let written: Vec<&str> = PLAN.iter().flat_map(|(_, rooms)| *rooms).copied().collect();
    let gone: Vec<_> = written.iter().filter(|room| !rooms.contains(**room)).collect();
    assert!(gone.is_empty(), "in the plan but not in server/src: {gone:?}");
    assert_eq!(written.iter().collect::<BTreeSet<_>>().len(), written.len(), "a room stands twice in the plan");
}

#[test]
fn imports_point_down() {
    let mut used = BTreeSet::new();
    let mut wrong = Vec::new();
    for ((from, to), files) in arrows(&server()) {
        let (Some(above), Some(below)) = (rank(&from), rank(&to)) else { continue };
        if above > below {
            continue;
        }
        for file in files {
            match EXCEPTIONS.iter().position(|(exception, target, _)| *exception == file && *target == to) {
                Some(index) => drop(used.insert(index)),
                None => wrong.push(format!("{file}: {from} (rank {above}) must not use {to} (rank {below})")),
            }
        }
    }
    assert!(wrong.is_empty(), "imports that do not point down:\n{}", wrong.join("\n"));
    let idle: Vec<_> = EXCEPTIONS.iter().enumerate().filter(|(index, _)| !used.contains(index)).map(|(_, exception)| exception).collect();
    assert!(idle.is_empty(), "exceptions that nothing needs any more: {idle:?}");
}

#[test]
fn machines_have_few_masters() {
    let arrows = arrows(&server());
    for (machine, masters, why) in MACHINES {
        let users: BTreeSet<&str> = arrows.keys().filter(|(_, to)| to == machine).map(|(from, _)| from.as_str()).collect();
        let strangers: Vec<_> = users.iter().filter(|user| !masters.contains(*user)).collect();
        assert!(strangers.is_empty(), "{strangers:?} use {machine}: {why}");
    }
}

#[test]
fn rooms_inside_a_slice_point_down_too() {
    let (mut wrong, mut used) = (Vec::new(), BTreeSet::new());
    for file in server().iter().filter(|file| plan::SLICES.contains(&file.room())) {
        let Some((inner, forbidden, outside)) = SLICE_ROOMS.iter().find(|(inner, ..)| *inner == file.inner_room()) else { continue };
        for import in &file.imports {
            let same_slice = import.room() == file.room();
            let below = import.path.get(1).map_or("", String::as_str);
            let (target, barred) = if same_slice { (below, forbidden) } else { (import.room(), outside) };
            // Batch loaders read many things for many resolvers at once; between them and the rows an action would only pass on.
            let loader = file.path.ends_with("/api/loaders.rs") && target == "store";
            if !barred.contains(&target) || loader {
                continue;
            }
            match SLICE_EXCEPTIONS.iter().position(|(exception, room, _)| *exception == file.path && *room == target) {
                Some(index) => drop(used.insert(index)),
                None => wrong.push(format!("{}: {inner} must not use {target}", file.path)),
            }
        }
        if ["rules", "policy"].contains(inner) {
            for word in ["sea_orm::", ".await", "async fn"] {
                if file.code.contains(word) {
                    wrong.push(format!("{}: {inner} is pure, but says `{word}`", file.path));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let idle: Vec<_> =
        SLICE_EXCEPTIONS.iter().enumerate().filter(|(index, _)| !used.contains(index)).map(|(_, exception)| exception).collect();
    assert!(idle.is_empty(), "exceptions that nothing needs any more: {idle:?}");
}

#[test]
fn only_stores_touch_tables() {
    let wrong: Vec<_> = server()
        .into_iter()
        .filter(|file| !is_store(&file.path))
        .filter(|file| file.code.contains("Entity::") || file.code.contains("DeriveEntityModel"))
        .map(|file| file.path)
        .collect();
    assert!(wrong.is_empty(), "tables are read and written in stores only: {wrong:?}");
}

#[test]
fn habits_hold() {
    let mut wrong = Vec::new();
    let all = ["server/src", "server/program", "schema/src", "tests/harness", "tests/suite"].into_iter().flat_map(source::read);
    for file in all {
        for (word, why) in [("#[allow(", "use #[expect(.., reason = \"..\")]"), ("#![allow(", "use #![expect(.., reason = \"..\")]")] {
            if file.code.contains(word) {
                wrong.push(format!("{}: {word}..: {why}", file.path));
            }
        }
        let in_server = file.path.starts_with("server/");
        for (word, why) in [
            ("Utc::now", "time is a parameter: ask ctx.now()"),
            ("SystemTime::now", "time is a parameter: ask ctx.now()"),
            ("#[cfg(test)]", "tests live in tests/suite"),
        ] {
            if in_server && file.code.contains(word) && file.path != "server/src/kernel/clock.rs" {
                wrong.push(format!("{}: {word}: {why}", file.path));
            }
        }
        for word in ["TO\u{44}O", "FIX\u{4d}E", "XX\u{58}"] {
            if file.text.contains(word) {
                wrong.push(format!("{}: {word}: do it, or write an issue", file.path));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn files_are_short() {
    const SOFT: usize = 400;
    const HARD: usize = 600;
    let roots = ["server/src", "server/program", "schema/src", "tests/harness", "tests/suite"];
    let mut long: Vec<_> = roots.into_iter().flat_map(source::read).map(|file| (file.text.lines().count(), file.path)).collect();
    long.retain(|(lines, _)| *lines > SOFT);
    long.sort_unstable();
    for (lines, path) in &long {
        println!("{path}: {lines} lines; above {SOFT} look for a seam");
    }
    let too_long: Vec<_> = long.iter().filter(|(lines, _)| *lines > HARD).collect();
    assert!(too_long.is_empty(), "over {HARD} lines: {too_long:?}");
}

/// Resolvers parse, call an action and wrap; whatever is longer belongs into an action.
#[test]
fn resolvers_are_short() {
    const MOST: usize = 12;
    let mut wrong = Vec::new();
    for file in server().iter().filter(|file| file.inner_room() == "api") {
        for (name, lines) in source::resolvers(&file.code) {
            if lines > MOST {
                wrong.push(format!("{}: {name} has {lines} lines", file.path));
            }
        }
    }
    assert!(wrong.is_empty(), "resolvers of more than {MOST} lines:\n{}", wrong.join("\n"));
}

#[test]
fn the_reader_of_imports_reads_them_all() {
    let text = r#"
        use std::fmt;
        use crate::{a::{b, c::{self, D}}, d, e::*};
        use super::{f, super::g::h as i};
        pub(crate) use self::j::K;
        mod row { use super::super::ignored; use sea_orm::entity::prelude::*; }
        // use crate::comment;
        const TEXT: &str = "crate::string";
        fn f(x: crate::l::M) -> $crate::n::O { crate::p::q(x) }
    "#;
    let file = File::parse("server/src/room/inner/leaf.rs", text);
    let found: BTreeSet<String> = file.imports.iter().map(|Import { path }| path.join("::")).collect();
    let wanted = ["a::b", "a::c", "a::c::D", "d", "e", "room::inner::f", "room::g::h", "room::inner::leaf::j::K", "l::M", "n::O", "p::q"];
    assert_eq!(found, wanted.into_iter().map(str::to_owned).collect());
    assert_eq!((file.room(), file.inner_room()), ("room", "inner"));
    assert_eq!(File::parse("server/src/room/store.rs", "").inner_room(), "store");
    assert_eq!(File::parse("server/src/room/mod.rs", "use super::x;").imports[0].path, ["x"]);
}

#[test]
fn the_reader_of_resolvers_counts_their_lines() {
    let code =
        "impl X {\n async fn short(&self) -> T {\n one\n }\n async fn long<A>(&self, a: [A; 2])\n where A: B {\n 1\n { 2\n }\n\n 4\n }\n}
        async fn helper(ctx: &C) { 1 } fn plain(&self) { 1 } impl Y { async fn follow(&self) -> impl Stream<Item = T> { 1 } }";
    assert_eq!(source::resolvers(code), [("short".to_owned(), 1), ("long".to_owned(), 4)]);
}
