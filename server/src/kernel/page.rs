//! Keyset paging: a page is asked for after a cursor, never by a page number.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

use super::error::{Code, Error, Result};

/// The largest page that a client may ask for.
pub const MAX_PAGE: usize = 100;

/// What a client asked for: `first`/`after` walk forward, `last`/`before` walk back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageRequest {
    /// Rows wanted, 1..=100.
    pub limit: usize,
    /// Cursor to start from, exclusive.
    pub cursor: Option<String>,
    /// Whether to walk towards the beginning.
    pub backward: bool,
}

impl PageRequest {
    /// The first `limit` rows.
    #[must_use]
    pub const fn first(limit: usize) -> Self {
        Self { limit, cursor: None, backward: false }
    }

    /// Checks Relay's four arguments.
    ///
    /// # Errors
    /// `PAGE_SIZE_INVALID` unless exactly one of `first` and `last` is given and lies in 1..=100;
    /// `BAD_USER_INPUT` if a cursor is given for the other direction.
    pub fn new(first: Option<i32>, after: Option<String>, last: Option<i32>, before: Option<String>) -> Result<Self> {
        let (size, cursor, stray, backward, path) = match (first, last) {
            (Some(size), None) => (size, after, before, false, "first"),
            (None, Some(size)) => (size, before, after, true, "last"),
            _ => return Err(Error::new(Code::PageSizeInvalid).with("max", MAX_PAGE).at("first")),
        };
        if stray.is_some() {
            return Err(Error::new(Code::BadUserInput).at(if backward { "after" } else { "before" }));
        }
        let limit = usize::try_from(size).ok().filter(|size| (1..=MAX_PAGE).contains(size));
        let limit = limit.ok_or_else(|| Error::new(Code::PageSizeInvalid).with("max", MAX_PAGE).at(path))?;
        Ok(Self { limit, cursor, backward })
    }

    /// Decodes the cursor into the sort key `T` that the last row had.
    ///
    /// # Errors
    /// `CURSOR_MISMATCH` if the cursor was not made for this list (`scope` says which list, filter and order it is).
    pub fn key<T: DeserializeOwned>(&self, scope: &str) -> Result<Option<T>> {
        self.cursor.as_deref().map(|text| decode_cursor(scope, text)).transpose()
    }
}

/// One page of `T`, each row with its cursor.
#[derive(Debug, Clone)]
pub struct Page<T> {
    /// Rows in display order.
    pub rows: Vec<(String, T)>,
    /// Whether rows exist after the last one.
    pub has_next: bool,
    /// Whether rows exist before the first one.
    pub has_previous: bool,
}

impl<T> Page<T> {
    /// Builds a page from `limit + 1` rows that were read in walking direction.
    ///
    /// `key` gives each row's sort key; `scope` is the same text that [`PageRequest::key`] receives.
    pub fn from_rows<K: Serialize>(request: &PageRequest, mut rows: Vec<T>, scope: &str, key: impl Fn(&T) -> K) -> Self {
        let more = rows.len() > request.limit;
        rows.truncate(request.limit);
        if request.backward {
            rows.reverse();
        }
        let arrived = request.cursor.is_some();
        Self {
            rows: rows.into_iter().map(|row| (encode_cursor(scope, &key(&row)), row)).collect(),
            has_next: if request.backward { arrived } else { more },
            has_previous: if request.backward { more } else { arrived },
        }
    }

    /// Maps the rows, keeping the cursors.
    pub fn map<U>(self, f: impl FnMut(T) -> U) -> Page<U> {
        let mut f = f;
        Page {
            rows: self.rows.into_iter().map(|(cursor, row)| (cursor, f(row))).collect(),
            has_next: self.has_next,
            has_previous: self.has_previous,
        }
    }
}

#[derive(Serialize, Deserialize)]
struct CursorBody<T> {
    s: String,
    k: T,
}

fn scope_digest(scope: &str) -> String {
    super::digest::sha256_hex(scope.as_bytes()).chars().take(8).collect()
}

/// Encodes the sort key of one row of the list `scope`.
#[must_use]
pub fn encode_cursor<T: Serialize>(scope: &str, key: &T) -> String {
    let body = CursorBody { s: scope_digest(scope), k: key };
    URL_SAFE_NO_PAD.encode(serde_json::to_vec(&body).unwrap_or_default())
}

/// Decodes a cursor that [`encode_cursor`] made for the same `scope`.
///
/// # Errors
/// `CURSOR_MISMATCH` for anything else.
pub fn decode_cursor<T: DeserializeOwned>(scope: &str, text: &str) -> Result<T> {
    let mismatch = || Error::new(Code::CursorMismatch).at("after");
    let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| mismatch())?;
    let body: CursorBody<T> = serde_json::from_slice(&bytes).map_err(|_| mismatch())?;
    if body.s == scope_digest(scope) { Ok(body.k) } else { Err(mismatch()) }
}
