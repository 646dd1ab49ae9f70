//! What somebody may send who means no good: a table of kinds, each with the answer that it may expect, and mutations of
//! them all. Whatever comes, the server neither fails nor hangs nor says more than it should, and answers the next one.

mod bodies;
mod documents;
mod mutate;
mod scene;
mod talk;
mod tokens;
mod uploads;
mod values;
mod wire;

use std::collections::BTreeSet;

use futures::StreamExt;
use lianqiao::kernel::id::Random;
use lianqiao_tests::SeededRandom;

use scene::Scene;
use talk::{Told, talk};

/// What a request may expect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expect {
    /// It is in order, strange as it looks.
    Answer,
    /// It is refused, with a code.
    Refusal,
    /// It is refused with this code.
    Code(&'static str),
    /// It is answered or refused: both are in order.
    Either,
    /// It is no HTTP that anybody could answer in words: a status alone, or the end of the connection.
    Cut,
}

/// One kind of request.
#[derive(Debug, Clone)]
pub struct Case {
    pub name: String,
    pub bytes: Vec<u8>,
    pub expect: Expect,
}

impl Case {
    pub fn new(name: &str, bytes: impl Into<Vec<u8>>, expect: Expect) -> Self {
        Self { name: name.to_owned(), bytes: bytes.into(), expect }
    }
}

/// Every block of the table.
fn blocks(scene: &Scene) -> Vec<(&'static str, Vec<Case>)> {
    vec![
        ("wire", wire::cases()),
        ("heads", wire::heads()),
        ("addresses", wire::addresses()),
        ("bodies", bodies::cases()),
        ("documents", documents::cases()),
        ("variables and values", values::cases(scene)),
        ("tokens", tokens::cases(scene)),
        ("uploads", uploads::cases(scene)),
    ]
}

#[tokio::test]
async fn every_kind_of_hostile_request_gets_the_answer_that_it_deserves() {
    let scene = Scene::set().await;
    let (mut names, mut wrong, mut count) = (BTreeSet::new(), Vec::new(), 0);
    for (block, cases) in blocks(&scene) {
        for case in cases {
            assert!(names.insert(case.name.clone()), "{} stands in the table twice", case.name);
            count += 1;
            let told = talk(scene.address, &case.bytes).await;
            if let Err(why) = told.is_in_order(&case.bytes).and_then(|()| told.meets(case.expect)) {
                wrong.push(format!("{block}: {}: {why}\n    {told}", case.name));
            }
        }
        still_answers(&scene, block).await;
    }
    assert!(wrong.is_empty(), "{} of {count} kinds:\n{}", wrong.len(), wrong.join("\n"));
    assert!(count >= 160, "only {count} kinds");
    scene.app.finish().await;
}

#[tokio::test]
async fn neither_do_mutations_of_them_do_any_harm() {
    let number = |name: &str, otherwise: u64| std::env::var(name).ok().and_then(|value| value.parse().ok()).unwrap_or(otherwise);
    let (seed, rounds) = (number("LIANQIAO_FUZZ_SEED", 20_261_126), number("LIANQIAO_FUZZ_ROUNDS", 7));
    let random = SeededRandom::new(seed);
    let scene = Scene::set().await;
    let address = scene.address;
    let cases: Vec<Case> = blocks(&scene).into_iter().flat_map(|(_, cases)| cases).filter(|case| case.bytes.len() < 64 * 1024).collect();
    let mut wrong = Vec::new();
    for round in 0..rounds {
        let mutants: Vec<_> = cases.iter().map(|case| (case.name.as_str(), mutate::mutant(&case.bytes, &cases, &random))).collect();
        let told: Vec<(_, Told)> = futures::stream::iter(mutants)
            .map(|(name, bytes)| async move { ((name, bytes.clone()), talk(address, &bytes).await) })
            .buffer_unordered(24)
            .collect()
            .await;
        for ((name, bytes), told) in told {
            if let Err(why) = told.is_in_order(&bytes) {
                wrong.push(format!("a mutant of {name}: {why}\n    {}\n    {told}", bytes.escape_ascii()));
            }
        }
        still_answers(&scene, &format!("round {round}")).await;
    }
    assert!(wrong.is_empty(), "seed {seed}: {} of {} mutants:\n{}", wrong.len(), cases.len() as u64 * rounds, wrong.join("\n"));
    scene.app.finish().await;
}

/// A well-formed request is answered as if nothing had been.
async fn still_answers(scene: &Scene, after: &str) {
    let answer = scene.app.visitor.ok("{ __typename }", serde_json::json!({})).await;
    assert_eq!(answer["__typename"], "Query", "after {after}");
}

/// A number below `end`.
fn below(random: &SeededRandom, end: usize) -> usize {
    let mut bytes = [0; 8];
    random.fill(&mut bytes);
    usize::try_from(u64::from_le_bytes(bytes) % end.max(1) as u64).unwrap()
}
