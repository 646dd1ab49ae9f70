//! The `lianqiao` program: one binary for serving, working, and looking after an installation.

use std::process::ExitCode;

#[tokio::main]
async fn main() -> ExitCode {
    lianqiao::cli::run().await
}
