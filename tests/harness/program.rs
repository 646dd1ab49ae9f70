//! The program as stories start it: without what Node builds, which is not theirs to test.

use std::process::ExitCode;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[tokio::main]
async fn main() -> ExitCode {
    Box::pin(lianqiao::cli::run(lianqiao::built::Built::default())).await
}
