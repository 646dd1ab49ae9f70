//! The `lianqiao` program: one binary for serving, working, and looking after an installation.

use std::process::ExitCode;

/// A page of listings is some thousand small pieces of text: a quarter of its time went into the system's allocator.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[tokio::main]
async fn main() -> ExitCode {
    // On the heap: all commands together are more than a stack wants to carry.
    Box::pin(lianqiao::cli::run()).await
}
