//! A change to a listing's content.

use super::content::ListingContent;
use crate::kernel::patch::Patch;

/// Some fields of a listing's content, all others left as they are.
pub type ContentPatch = Patch<ListingContent>;
