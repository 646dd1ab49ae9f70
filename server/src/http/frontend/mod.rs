//! The web frontend: its files as they were built, and its pages with what they show first.
//!
//! A page is the one that the build begins with, in the language of whoever asks, with the answers that the frontend
//! would ask for first, and with the same content as plain HTML: readable before the scripts are there, and without them.
//! Without a build (no Node when the program was made) `/` says what else is here.

mod assets;
mod build;
mod content;
mod routes;
mod search;
mod shell;

pub use assets::asset;
pub use build::Frontend;
pub use routes::{Framed, around, demand, demands, home, listing, organization, page, robots, search};
pub use shell::render;
