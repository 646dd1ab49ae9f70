//! Stories of licensing, told over HTTP: asking, answering, racing.

mod answering;
mod asking;
mod evidence;
mod gating;
mod racing;
pub(crate) mod stage;
