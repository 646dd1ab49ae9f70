//! Figures of the program as it ships: `make bench`.
//!
//! It starts the release build of `lianqiao` on an empty data directory with the demo world, and drives it from outside
//! as its users do: an office uploads a spreadsheet of 50,000 achievements and publishes them, others read, search,
//! write and ask for licenses meanwhile and after. Which database and search engine, the environment says
//! (`tests/bench.sh` sets it). A figure that misses its target is marked; nothing fails, because a busy machine is no fault.
#![expect(clippy::disallowed_methods, clippy::cast_precision_loss, reason = "real time is what is measured; counts are small")]

mod assigning;
mod office;
mod program;
mod reading;
mod report;
mod scale;
mod writing;

use program::Program;
use report::Report;

/// Rows of the spreadsheet; `LIANQIAO_BENCH_ROWS` sets another number.
const ROWS: usize = 50_000;
/// Listings among which matches are looked for.
const MATCHING: &str = "10000";

#[tokio::main]
async fn main() {
    for (word, task) in [("scale", scale::Task::Figures), ("matching", scale::Task::Matching), ("soak", scale::Task::Soak)] {
        if std::env::args().any(|argument| argument == word) {
            return scale::run(task, scale::SIZES).await;
        }
    }
    let rows = std::env::var("LIANQIAO_BENCH_ROWS").ok().and_then(|rows| rows.parse().ok()).unwrap_or(ROWS);
    let mut report = Report::default();
    assigning::everything(&mut report);
    let program = Program::start(&mut report).await;
    let office = office::Office::sign_in(&program, &mut report).await;

    office.import(&program, rows, &mut report).await;
    office.publish(rows, &mut report).await;
    writing::publish_to_searchable(&office, &mut report).await;
    reading::pages(&program, &office, &mut report).await;
    reading::searches(&program, &mut report).await;
    writing::licenses(&program, &office, &mut report).await;
    office.rebuild_index(&program, &mut report).await;
    program.weigh(&mut report);
    program.stop().await;
    report.print();
    scale::run(scale::Task::Matching, MATCHING).await;
}
