//! What Node built of `frontend/`. The program carries it and hands it in, so that a change there compiles nothing here.

use std::fmt;

use include_dir::Dir;

/// Folders of files; each is without a page if Node was not there when the program was built.
#[derive(Clone, Copy)]
pub struct Built {
    /// The web frontend: `frontend/dist`.
    pub frontend: &'static Dir<'static>,
    /// GraphiQL: `frontend/graphiql/dist`.
    pub graphiql: &'static Dir<'static>,
}

/// Nothing.
impl Default for Built {
    fn default() -> Self {
        const NOTHING: Dir<'_> = Dir::new("", &[]);
        Self { frontend: &NOTHING, graphiql: &NOTHING }
    }
}

impl fmt::Debug for Built {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Built")
    }
}
