//! Every test of the server, in one binary.

mod search_contract;
