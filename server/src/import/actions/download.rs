//! Files that leave: written as they are read, so that their size does not matter.

use futures::{TryStreamExt, stream::BoxStream};

use crate::kernel::Result;

/// A file, piece by piece. An error in the middle ends it: what was received then is not the whole.
pub type Download = BoxStream<'static, Result<Vec<u8>>>;

/// The whole file, for those who have room for it.
///
/// # Errors
/// Those of the pieces.
pub async fn whole(download: Download) -> Result<Vec<u8>> {
    download.try_concat().await
}
