//! What every story stands on: a real server with a real database on a free port, a clock that tests move, mails kept
//! in memory, and a cast of people who sign in over HTTP.
#![expect(clippy::disallowed_methods, reason = "names of throw-away databases and indexes come from the real clock")]

mod app;
mod cast;
mod client;
mod database;
mod port;
mod provider;
mod proxy;
mod random;
mod smtp;
mod socket;
mod stream;

pub use app::{Options, TestApp};
pub use cast::{PASSWORD, Person, STAGE};
pub use client::{Answer, Client};
pub use database::{EmptyDatabase, Engine, engine, postgres_port};
pub use port::free_port;
pub use provider::{CLIENT, IdentityProvider, Twist};
pub use proxy::{FaultProxy, Network};
pub use random::SeededRandom;
pub use smtp::{MailServer, Manners};
pub use socket::Subscription;
pub use stream::EventStream;

/// The file or folder `name` of the shared real data beside the repository; `None`, and a line that `tests/run.sh` shows
/// in its table, where it is not there.
#[must_use]
pub fn shared_data(name: &str) -> Option<std::path::PathBuf> {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data").join(name);
    if path.exists() {
        return Some(path);
    }
    skipped(&format!("the real file {name} is not in ../shared/data"));
    None
}

/// Says that a story was not told, and why, in a line that `tests/run.sh` shows in its table.
pub fn skipped(why: &str) {
    use std::io::Write as _;
    // Straight to the stream: what tests print is shown only when they fail, and this one will pass.
    let _ = writeln!(std::io::stderr(), "\nSKIPPED: {why}");
}
