//! The file machine: bytes by key, on the local disk.
//!
//! Keys are made by us (`uploads/<uuid>`), never from a file name that somebody sent.

use std::{path::Path, sync::Arc};

use anyhow::Context;
use axum::body::Bytes;
use futures::{StreamExt, TryStreamExt, stream::BoxStream};
use object_store::{ObjectMeta, ObjectStore, ObjectStoreExt, PutPayload, local::LocalFileSystem, path::Path as Key};

use crate::kernel::{Code, Error, Result, Timestamp};

/// Stored files.
#[derive(Debug, Clone)]
pub struct Files(Arc<dyn ObjectStore>);

impl Files {
    /// Files under `directory`, which is created if needed.
    pub fn local(directory: &Path) -> anyhow::Result<Self> {
        std::fs::create_dir_all(directory).with_context(|| format!("cannot create {}", directory.display()))?;
        // A row that promises bytes is durable, so they must be.
        Ok(Self(Arc::new(LocalFileSystem::new_with_prefix(directory)?.with_automatic_cleanup(true).with_fsync(true))))
    }

    /// Stores `bytes` under `key`, replacing what was there.
    pub async fn put(&self, key: &str, bytes: Vec<u8>) -> Result<()> {
        self.0.put(&Key::from(key), PutPayload::from(bytes)).await.map_err(failure)?;
        Ok(())
    }

    /// Reads `key`.
    ///
    /// # Errors
    /// `NOT_FOUND` if there is none.
    pub async fn get(&self, key: &str) -> Result<Vec<u8>> {
        let found = self.0.get(&Key::from(key)).await.map_err(failure)?;
        Ok(found.bytes().await.map_err(failure)?.to_vec())
    }

    /// Reads `key` piece by piece.
    ///
    /// # Errors
    /// `NOT_FOUND` if there is none.
    pub async fn stream(&self, key: &str) -> Result<BoxStream<'static, Result<Bytes>>> {
        let found = self.0.get(&Key::from(key)).await.map_err(failure)?;
        Ok(found.into_stream().map_err(failure).boxed())
    }

    /// Keys in `folder` whose bytes were last written before `before`.
    pub fn older_than(&self, folder: &str, before: Timestamp) -> BoxStream<'static, Result<String>> {
        let old = move |file: &ObjectMeta| std::future::ready(file.last_modified < before);
        self.0.list(Some(&Key::from(folder))).try_filter(old).map_ok(|file| file.location.to_string()).map_err(failure).boxed()
    }

    /// Removes `key`; a missing one is fine.
    pub async fn delete(&self, key: &str) -> Result<()> {
        match self.0.delete(&Key::from(key)).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(failure(error)),
        }
    }
}

fn failure(error: object_store::Error) -> Error {
    let code = if matches!(error, object_store::Error::NotFound { .. }) { Code::NotFound } else { Code::Unavailable };
    Error::new(code).because(error)
}
