//! Stories of licensing, told over HTTP: asking, answering, racing.

mod answering;
mod asking;
mod racing;
mod stage;
