//! One process that serves or works a SQLite database.

use std::{
    fs::{File, TryLockError},
    io::{Read, Write},
};

use anyhow::{Context, bail};

use crate::config::Config;

/// The right to serve or work the SQLite database of a data directory, as long as it is held. The system takes it back
/// when the process ends, however it ends.
#[derive(Debug)]
pub struct SoleProcess {
    _lock: File,
}

impl SoleProcess {
    /// Takes the right; `None` on PostgreSQL, where any number of processes may serve and work.
    ///
    /// Short commands (`migrate`, `doctor`, `audit verify`, `reindex` and the like) do not take it: SQLite keeps their
    /// transactions and those of a running server apart.
    ///
    /// # Errors
    /// If another process has it.
    pub fn claim(config: &Config) -> anyhow::Result<Option<Self>> {
        if !config.is_sqlite() {
            return Ok(None);
        }
        std::fs::create_dir_all(&config.data_dir).with_context(|| format!("cannot create {}", config.data_dir.display()))?;
        let path = config.data_dir.join("lianqiao.lock");
        let options = File::options().create(true).read(true).write(true).truncate(false).clone();
        let mut lock = options.open(&path).with_context(|| format!("cannot open {}", path.display()))?;
        match lock.try_lock() {
            Ok(()) => {
                lock.set_len(0)?;
                write!(lock, "{}", std::process::id())?;
                Ok(Some(Self { _lock: lock }))
            }
            Err(TryLockError::WouldBlock) => {
                let mut holder = String::new();
                lock.read_to_string(&mut holder)?;
                bail!(
                    "process {holder} serves or works the SQLite database in {} already, and there can be only one: stop it first, or move to PostgreSQL to run several",
                    config.data_dir.display()
                )
            }
            Err(TryLockError::Error(error)) => Err(error).with_context(|| format!("cannot lock {}", path.display())),
        }
    }
}
