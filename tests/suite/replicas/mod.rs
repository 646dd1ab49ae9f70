//! Two servers on one PostgreSQL: what one writes the other tells, and of many who want the same exactly one gets it.

mod cluster;
mod listening;
mod racing;
