//! The rules of identity: credit codes, sizes, roles, passwords, tokens, sessions, and who may do what.

mod claim;
mod credit_code;
mod device;
mod factors;
mod keys;
mod policy;
mod session;
mod size;
mod token;
mod words;

use lianqiao::kernel::{Code, Result};

/// The result with its error as a bare code, to compare.
fn coded<T>(result: Result<T>) -> Result<T, Code> {
    result.map_err(|error| error.code())
}
