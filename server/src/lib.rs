//! Lianqiao (联桥): a marketplace for technology transfer. The floor plan is in `ARCHITECTURE.md`.

pub mod kernel;
pub mod search;
