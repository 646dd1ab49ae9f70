//! The door in front of GraphQL, as clients of the specification see it.

mod address;
mod frames;
mod headers;
mod hostile;
mod http;
mod measure;
mod points;
mod scan;
mod slow;
pub mod socket;
mod stream;
mod uploads;
