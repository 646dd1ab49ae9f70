//! Files as people send them, read as rows of text: CSV, XLSX and JSON Lines, told apart by content, never by name.
//!
//! Pure: bytes in, rows out. A file that cannot be read at all is an [`Error`]; a row that cannot be read carries its
//! [`Fault`]s, so that one bad row does not cost the others.

mod csv;
mod jsonl;
mod text;
mod xlsx;

use std::collections::HashSet;

use serde_json::{Map, Value};

use crate::kernel::{Code, Error, Result};

/// The most columns that a file may have.
pub const MAX_COLUMNS: usize = 200;
/// Rows at the top of a sheet among which the header is looked for: titles and remarks often stand above it.
const HEADER_SEARCH: usize = 10;
/// Characters of a header or of a refused cell that are kept.
const SHOWN: usize = 120;

/// What a file may ask of us.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Rows with data.
    pub rows: usize,
    /// Bytes of one cell, as UTF-8.
    pub cell_bytes: usize,
    /// Bytes that an archive may unpack to, and bytes of all cells of a sheet together.
    pub unpacked_bytes: u64,
}

impl Limits {
    /// As the settings say.
    #[must_use]
    pub const fn of(config: &crate::config::Config) -> Self {
        Self { rows: config.limits.import_rows, cell_bytes: config.limits.import_cell_bytes, unpacked_bytes: 512 << 20 }
    }

    /// Bytes of one row, as UTF-8: many cells, but not all as long as one may be.
    #[must_use]
    pub const fn row_bytes(self) -> usize {
        let cells = self.cell_bytes.saturating_mul(16);
        if cells < 1 << 20 { 1 << 20 } else { cells }
    }
}

/// Type of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, strum::Display, strum::IntoStaticStr)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum Format {
    /// Text with delimiters, in any of the encodings that we read.
    Csv,
    /// Workbook of Office Open XML.
    Xlsx,
    /// One JSON object a line.
    JsonLines,
}

/// Something wrong with one row before anybody looks at its meaning.
#[derive(Debug, Clone)]
pub struct Fault {
    /// The column, by its position among the headers; none if the whole row is concerned.
    pub column: Option<usize>,
    /// `CELL_TOO_LONG`, `CELL_ERROR`, `ROW_SHAPE`, `TOO_LONG` or `BAD_USER_INPUT`.
    pub error: Error,
}

impl Fault {
    fn row(error: Error) -> Self {
        Self { column: None, error }
    }

    fn cell(column: usize, code: Code) -> Self {
        Self { column: Some(column), error: Error::new(code) }
    }
}

/// One row.
#[derive(Debug, Clone, Default)]
pub struct Row {
    /// Its number as a person sees it in a spreadsheet or editor: the first line of the file is 1.
    pub number: i64,
    /// One text for each header, not trimmed.
    pub cells: Vec<String>,
    /// What is wrong with it.
    pub faults: Vec<Fault>,
    /// The object that a row of JSON Lines is.
    pub object: Option<Map<String, Value>>,
}

/// A file, opened: its header, and its rows as an iterator.
pub struct Table {
    /// Type of the file.
    pub format: Format,
    /// Headers, cleaned, unique; columns without one are left out.
    pub headers: Vec<String>,
    /// Rows with data.
    pub row_count: usize,
    rows: Rows,
}

enum Rows {
    Csv(Box<csv::Rows>),
    Xlsx(std::vec::IntoIter<Row>),
    JsonLines(jsonl::Rows),
}

impl Iterator for Table {
    type Item = Row;

    fn next(&mut self) -> Option<Row> {
        match &mut self.rows {
            Rows::Csv(rows) => rows.next(),
            Rows::Xlsx(rows) => rows.next(),
            Rows::JsonLines(rows) => rows.next(),
        }
    }
}

/// What kind of file `bytes` are.
///
/// # Errors
/// `FILE_TYPE_UNSUPPORTED` for what is plainly something else (an old `.xls`, a PDF, an image, any binary).
pub fn detect(bytes: &[u8]) -> Result<Format> {
    const OTHERS: &[&[u8]] =
        &[b"\xD0\xCF\x11\xE0", b"%PDF", b"\x89PNG", b"\xFF\xD8\xFF", b"GIF8", b"Rar!", b"7z\xBC\xAF", b"\x1F\x8B", b"{\\rtf"];
    if bytes.starts_with(b"PK\x03\x04") {
        return Ok(Format::Xlsx);
    }
    if OTHERS.iter().any(|magic| bytes.starts_with(magic)) {
        return Err(Error::new(Code::FileTypeUnsupported));
    }
    let body = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes).trim_ascii_start();
    if body.starts_with(b"{") {
        return Ok(Format::JsonLines);
    }
    let utf16 = bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF");
    if !utf16 && bytes.contains(&0) {
        return Err(Error::new(Code::FileTypeUnsupported));
    }
    Ok(Format::Csv)
}

/// Opens a file. `recognize` says whether a text is a header that the mapping knows; it decides which of the first rows
/// is the header (the first with two known headers, else the first with anything in it).
///
/// # Errors
/// `FILE_TYPE_UNSUPPORTED`, `FILE_DAMAGED`, `FILE_BOMB`, `HEADER_MISSING` (nothing in it), `TOO_MANY` (columns) or
/// `TOO_MANY_ROWS`. All of them before the first row is given out.
pub fn open(bytes: &[u8], limits: Limits, recognize: fn(&str) -> bool) -> Result<Table> {
    match detect(bytes)? {
        Format::Csv => csv::open(bytes, limits, recognize),
        Format::Xlsx => xlsx::open(bytes, limits, recognize),
        Format::JsonLines => jsonl::open(bytes, limits),
    }
}

/// The columns of a sheet that have a header: position in the sheet and cleaned, unique name.
struct Header {
    /// Cells of the header row, with those that have no name.
    width: usize,
    positions: Vec<usize>,
    names: Vec<String>,
}

impl Header {
    fn of(cells: &[String]) -> Result<Self> {
        let (mut positions, mut names, mut known) = (Vec::new(), Vec::<String>::new(), HashSet::<String>::new());
        for (position, cell) in cells.iter().enumerate() {
            let name = clean_header(cell);
            if name.is_empty() {
                continue;
            }
            if names.len() == MAX_COLUMNS {
                return Err(Error::new(Code::TooMany).with("max", MAX_COLUMNS).at("columns"));
            }
            let unique = if known.contains(&name) {
                (2..=MAX_COLUMNS).map(|number| format!("{name} ({number})")).find(|candidate| !known.contains(candidate)).unwrap_or(name)
            } else {
                name
            };
            known.insert(unique.clone());
            positions.push(position);
            names.push(unique);
        }
        if names.is_empty() {
            return Err(Error::new(Code::HeaderMissing));
        }
        Ok(Self { width: cells.len(), positions, names })
    }
}

/// Which of the first rows is the header.
fn header_row(rows: &[Vec<String>], recognize: fn(&str) -> bool) -> Option<usize> {
    let known = |cells: &Vec<String>| cells.iter().filter(|cell| recognize(&clean_header(cell))).count();
    rows.iter().position(|cells| known(cells) >= 2).or_else(|| rows.iter().position(|cells| !is_blank(cells)))
}

fn clean_header(cell: &str) -> String {
    let visible: String = cell.chars().filter(|c| c.is_whitespace() || !crate::kernel::text::is_forbidden(*c, false)).collect();
    shown(&visible.split_whitespace().collect::<Vec<_>>().join(" "))
}

fn is_blank(cells: &[String]) -> bool {
    cells.iter().all(|cell| cell.trim().is_empty())
}

/// The beginning of a text, short enough for a list of problems.
#[must_use]
pub fn shown(text: &str) -> String {
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}

fn too_many_rows(limits: Limits) -> Error {
    Error::new(Code::TooManyRows).with("max", limits.rows)
}
