//! The suite: stories against the real server, and vectors and properties of its rules.

mod locale;
mod mail_render;
mod mail_transport;
