//! The `lianqiao` program: one binary for serving, working, and looking after an installation.

use std::process::ExitCode;

use include_dir::{Dir, include_dir};
use lianqiao::built::Built;

/// A page of listings is some thousand small pieces of text: a quarter of its time went into the system's allocator.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

static FRONTEND: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../frontend/dist");
static GRAPHIQL: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../frontend/graphiql/dist");

#[tokio::main]
async fn main() -> ExitCode {
    // On the heap: all commands together are more than a stack wants to carry.
    Box::pin(lianqiao::cli::run(Built { frontend: &FRONTEND, graphiql: &GRAPHIQL })).await
}
