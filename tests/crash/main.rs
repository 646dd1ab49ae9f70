//! Kills the program again and again while eight people write, and looks afterwards whether anything was lost or doubled.
//!
//! `tests/crash.sh` builds and runs it. Environment: `KILLS` (20), `SEED` (from the clock, and printed),
//! `LIANQIAO_TEST_DATABASE_URL` for PostgreSQL and `RESTART_DATABASE`, a command that kills and starts it. `--self-test` plants a lost write and a doubled one and wants them found.
#![expect(clippy::disallowed_methods, reason = "a program under the real clock, with real chance")]
#![expect(clippy::unwrap_used, clippy::panic, clippy::print_stdout, reason = "a test program")]

mod caller;
mod dice;
mod installation;
mod judge;
mod writer;

use std::{
    process::ExitCode,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use caller::{Caller, Shared};
use dice::Dice;
use installation::{Installation, Life};
use judge::{Judge, Verdict};
use lianqiao::failpoint;
use lianqiao_tests::{MailServer, Manners, engine};
use writer::{Memory, Writer};

const WRITERS: u64 = 8;

/// After so many kills the writers rest until the program has done what piled up: it is killed faster than it can follow.
const BREATH: u64 = 25;
/// How long such a rest may take, and what may be left after it.
const BREATHES: Duration = Duration::from_secs(60);
const LEFT_OVER: i64 = 20;

/// Places at which the program dies by itself, and how often at most it passes there before.
const PLACES: [(&str, u64); 8] = [
    ("before-commit", 60),
    ("after-commit", 60),
    ("after-claim", 12),
    ("before-mark", 12),
    ("before-send", 8),
    ("after-send", 8),
    ("between-chunks", 3),
    ("during-reindex", 1),
];

/// What a run is like.
struct Plan {
    kills: u64,
    seed: u64,
    /// Faults in the words of `LIANQIAO_FAILPOINTS` that are there all the time.
    planted: &'static str,
}

/// What came of it.
struct Outcome {
    verdict: Verdict,
    lines: Vec<String>,
}

#[tokio::main]
async fn main() -> ExitCode {
    let number = |name: &str| std::env::var(name).ok().and_then(|text| text.parse::<u64>().ok());
    let seed = number("SEED").unwrap_or_else(|| std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_secs());
    if std::env::args().any(|argument| argument == "--self-test") {
        return self_test(seed).await;
    }
    let outcome = run(&Plan { kills: number("KILLS").unwrap_or(20), seed, planted: "" }).await;
    report(&outcome);
    if outcome.verdict.is_clean() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// A harness that finds nothing proves nothing: what is planted must be found.
async fn self_test(seed: u64) -> ExitCode {
    if !failpoint::ARE_HERE {
        println!("built without debug assertions, and so without failpoints: nothing can be planted");
        return ExitCode::FAILURE;
    }
    let lost = run(&Plan { kills: 3, seed, planted: "lost-write=2%return" }).await.verdict;
    let doubled = run(&Plan { kills: 3, seed, planted: "forgotten-key=60%return" }).await.verdict;
    let found = [("a lost write", &lost.lost), ("a doubled write", &doubled.doubled)];
    for (what, list) in found {
        println!("planted {what}: {}", list.first().map_or("NOT FOUND", String::as_str));
    }
    if found.iter().all(|(_, list)| !list.is_empty()) { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

async fn run(plan: &Plan) -> Outcome {
    let started = Instant::now();
    let (dice, mail) = (Dice::new(plan.seed, 0), MailServer::start(Manners::WILLING).await);
    let installation = Installation::found(&mail, &dice).await;
    let witness = Shared::default();
    let mut life = installation.start(plan.planted).await;
    let mut boots: Vec<Duration> = life.boot.into_iter().collect();

    let (stop, rest) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicBool::new(false)));
    let mut writers = tokio::task::JoinSet::new();
    for number in 0..WRITERS {
        let mut writer = Writer::new(number, plan.seed, &installation.base(), &witness).await;
        let (stop, rest) = (Arc::clone(&stop), Arc::clone(&rest));
        writers.spawn(async move {
            while !stop.load(Ordering::SeqCst) {
                if rest.load(Ordering::SeqCst) {
                    tokio::time::sleep(Duration::from_millis(50)).await;
                } else {
                    writer.cycle().await;
                }
            }
            writer.memory
        });
    }
    let operator = Caller::new(&installation.base(), "operator@demo.lianqiao.example", &witness);
    let (mut random, mut named, mut databases) = (0_u64, 0_u64, 0_u64);
    let restart = std::env::var("RESTART_DATABASE").ok();
    for kill in 0..plan.kills {
        let place = place(&dice);
        let failpoints = [plan.planted, &place].iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join(";");
        life = next_life(&installation, life, &failpoints, &mut boots).await;
        // The machines around it break, too.
        match dice.roll(10) {
            0 => mail.go_away().await,
            1 | 2 => mail.behave(Manners::FORGETFUL),
            3 | 4 if restart.is_some() => {
                databases +=
                    u64::from(std::process::Command::new("bash").arg("-c").arg(restart.as_deref().unwrap()).status().unwrap().success());
            }
            _ => {}
        }
        if place.starts_with("during-reindex") {
            let _ = tokio::time::timeout(
                Duration::from_secs(1),
                operator.change("searchIndexRebuild", &serde_json::json!({}), "clientMutationId"),
            )
            .await;
        }
        if !place.is_empty() && life.dies_within(Duration::from_secs(3)).await {
            named += 1;
        } else {
            tokio::time::sleep(Duration::from_millis(30 + dice.roll(870))).await;
            random += 1;
        }
        life.kill();
        if !mail.is_here() {
            mail.come_back().await;
        }
        mail.behave(Manners::WILLING);
        if kill % BREATH == BREATH - 1 {
            life = next_life(&installation, life, plan.planted, &mut boots).await;
            rest.store(true, Ordering::SeqCst);
            breathe(&installation).await;
            rest.store(false, Ordering::SeqCst);
        }
        if kill % 50 == 49 {
            println!("{} kills, {:.0} s", kill + 1, started.elapsed().as_secs_f64());
        }
    }
    // After a rest it still runs, and the next one would find its place taken.
    life.kill();
    life = installation.start(plan.planted).await;
    assert!(life.boot.is_some(), "the program does not start any more");
    boots.extend(life.boot);
    stop.store(true, Ordering::SeqCst);
    let memories = writers.join_all().await;
    let mut outcome = judge(&installation, &mail, &witness, &memories).await;
    let (stopping, in_order) = life.stop().await;
    if !in_order || stopping > Duration::from_secs(10) {
        outcome.verdict.broken.push(format!("SIGTERM: stopped after {stopping:?}, in order: {in_order}"));
    }
    boots.sort_unstable();
    let middle = boots.get(boots.len() / 2).copied().unwrap_or_default();
    outcome.lines.insert(
        0,
        format!(
            "{} kills: {random} at random moments, {named} at named places; PostgreSQL killed {databases} times; seed {}",
            random + named,
            plan.seed
        ),
    );
    outcome.lines.push(format!(
        "from start to ready: median {:.2} s, longest {:.2} s; stopped in order in {:.2} s; {:?}, {:.0} s in all",
        middle.as_secs_f64(),
        boots.last().copied().unwrap_or_default().as_secs_f64(),
        stopping.as_secs_f64(),
        engine(),
        started.elapsed().as_secs_f64(),
    ));
    if outcome.verdict.is_clean() || !plan.planted.is_empty() {
        installation.remove().await;
    } else {
        outcome.lines.push(format!("what is left: {}", installation.keep().display()));
    }
    outcome
}

/// Waits until next to nothing is left to do.
async fn breathe(installation: &Installation) {
    let database = installation.look().await;
    let until = Instant::now() + BREATHES;
    while Instant::now() < until && judge::open_deliveries(&database).await.values().sum::<i64>() > LEFT_OVER {
        tokio::time::sleep(Duration::from_millis(250)).await;
    }
    database.close().await.ok();
}

/// Where the next life ends: nowhere in particular, or at a named place.
fn place(dice: &Dice) -> String {
    if !failpoint::ARE_HERE || dice.chance(60) {
        return String::new();
    }
    let (place, often) = dice.pick(&PLACES);
    format!("{place}={}*off->1*return(kill)", dice.roll(*often) + 1)
}

/// Starts the program anew. One that dies on its way up, at a place that was meant for later, is started once more.
async fn next_life(installation: &Installation, mut before: Life, failpoints: &str, boots: &mut Vec<Duration>) -> Life {
    // The first one, and those that only let the writers rest, are still there.
    before.kill();
    let mut life = installation.start(failpoints).await;
    if life.boot.is_none() {
        life = installation.start("").await;
    }
    boots.extend(life.boot);
    life
}

async fn judge(installation: &Installation, mail: &MailServer, witness: &Shared, memories: &[Memory]) -> Outcome {
    let visitor = Caller::new(&installation.base(), "", witness);
    let database = installation.look().await;
    let mut judge = Judge { installation, database, visitor: &visitor, verdict: Verdict::default() };
    let indexed = judge.index().await;
    let settled = judge.settle().await;
    let comparing = Instant::now();
    judge.compare(memories).await;
    println!("compared in {:.1} s", comparing.elapsed().as_secs_f64());
    let again = judge.mails(mail).await;
    let mut verdict = judge.verdict;
    let mut witness = witness.lock().unwrap();
    verdict.hear(std::mem::take(&mut witness.complaints));
    let count = |of: fn(&Memory) -> usize| memories.iter().map(of).sum::<usize>();
    let lines = vec![
        format!(
            "{} writes acknowledged, {} tries unanswered, {} answers replayed",
            witness.acknowledged, witness.unanswered, witness.replayed
        ),
        format!(
            "{} listings, {} license requests ({} granted), {} imports, {} files, {} accounts, {} sessions",
            count(|memory| memory.drafts.len()),
            count(|memory| memory.requests.len()),
            count(|memory| memory.requests.iter().filter(|request| request.granted).count()),
            count(|memory| memory.imports.len()),
            count(|memory| memory.uploads.len()),
            count(|memory| memory.accounts.len()),
            count(|memory| memory.sessions.len()),
        ),
        format!(
            "{} mails, {again} of them came again under the same id; index equal {:.1} s after the last answer, everything followed up {:.1} s later",
            mail.messages().len(),
            indexed.as_secs_f64(),
            settled.as_secs_f64(),
        ),
    ];
    Outcome { verdict, lines }
}

fn report(outcome: &Outcome) {
    for line in &outcome.lines {
        println!("{line}");
    }
    let Verdict { lost, doubled, phantom, diverged, broken } = &outcome.verdict;
    println!(
        "LOST {}  DOUBLED {}  PHANTOM {}  DIVERGED {}  BROKEN {}",
        lost.len(),
        doubled.len(),
        phantom.len(),
        diverged.len(),
        broken.len()
    );
    for (what, list) in [("lost", lost), ("doubled", doubled), ("phantom", phantom), ("diverged", diverged), ("broken", broken)] {
        for one in list.iter().take(5) {
            println!("  {what}: {one}");
        }
    }
}
