//! The rules of identity: credit codes, sizes, roles, passwords, tokens, sessions, and who may do what.

mod credit_code;
mod policy;
mod session;
mod size;
mod token;
mod words;
