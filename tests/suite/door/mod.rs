//! The door in front of GraphQL, as clients of the specification see it.

mod address;
mod hostile;
mod http;
mod measure;
mod scan;
pub mod socket;
mod uploads;
