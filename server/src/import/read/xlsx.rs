//! Workbooks. Only values that the spreadsheet program stored are taken; no formula is ever computed.
//!
//! A workbook is a stranger's zip archive full of XML, so it is measured by unpacking it once before the reader sees it,
//! and its cells are taken one by one: a sheet that claims two cells a billion rows apart costs two cells.

use std::{
    io::{Cursor, Read},
    panic::{AssertUnwindSafe, catch_unwind},
};

use calamine::{DataRef, ExcelDateTime, Reader, SheetType, SheetVisible, Xlsx, XlsxError};
use zip::ZipArchive;

use super::{Fault, Format, HEADER_SEARCH, Header, Limits, Row, Table, header_row, shown, too_many_rows};
use crate::kernel::{Code, Error, Result};

/// Entries of the archive.
const MAX_ENTRIES: usize = 10_000;
/// Times that an archive may grow when unpacked, once it is larger than [`RATIO_FROM`].
const MAX_RATIO: u64 = 200;
const RATIO_FROM: u64 = 16 << 20;
/// Strings of a workbook that are told apart.
const MAX_STRINGS: u64 = 4_000_000;
/// Columns past this one are not looked at, header or not.
const LAST_COLUMN: u32 = 1000;

pub(super) fn open(bytes: &[u8], limits: Limits, recognize: fn(&str) -> bool) -> Result<Table> {
    measure(bytes, limits)?;
    // The reader trusts some numbers inside the file (ranges, counts) and may panic on hostile ones.
    let read = catch_unwind(AssertUnwindSafe(|| sheet(bytes, limits, recognize)));
    let (header, rows) = read.map_err(|_| damaged("the reader panicked"))??;
    Ok(Table { format: Format::Xlsx, headers: header.names, row_count: rows.len(), rows: super::Rows::Xlsx(rows.into_iter()) })
}

fn damaged(detail: impl std::fmt::Display) -> Error {
    Error::new(Code::FileDamaged).because(detail)
}

/// Unpacks everything once into nothing, counting: declared sizes may lie.
fn measure(bytes: &[u8], limits: Limits) -> Result<()> {
    let bomb = || Error::new(Code::FileBomb).with("max", limits.unpacked_bytes.cast_signed());
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
    if archive.len() > MAX_ENTRIES {
        return Err(bomb());
    }
    if !archive.file_names().any(|name| name.eq_ignore_ascii_case("[Content_Types].xml")) {
        return Err(Error::new(Code::FileTypeUnsupported));
    }
    let (mut declared, mut actual) = (0_u64, 0_u64);
    for index in 0..archive.len() {
        declared = declared.saturating_add(archive.by_index_raw(index).map_err(damaged)?.size());
    }
    if declared > limits.unpacked_bytes {
        return Err(bomb());
    }
    let mut chunk = vec![0_u8; 64 << 10];
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index).map_err(damaged)?;
        let mut counts = CountClaims::default();
        let (mut claimed, before) = (0_u64, actual);
        loop {
            let length = entry.read(&mut chunk).map_err(damaged)?;
            if length == 0 {
                break;
            }
            actual += length as u64;
            if actual > limits.unpacked_bytes || (actual > RATIO_FROM && actual > MAX_RATIO * bytes.len() as u64) {
                return Err(bomb());
            }
            claimed = claimed.max(counts.read(chunk.get(..length).unwrap_or_default()));
        }
        // The reader sets aside 24 bytes for each string that the table claims to have; the shortest has these five.
        let most = ((actual - before) / b"<si/>".len() as u64).min(MAX_STRINGS);
        if claimed > most {
            return Err(damaged("a table of strings claims to be larger than it is"));
        }
    }
    Ok(())
}

/// Finds `uniqueCount="…"`: the reader reserves memory for as many strings as the file claims to have.
#[derive(Default)]
struct CountClaims {
    matched: usize,
    number: Option<u64>,
}

impl CountClaims {
    /// The largest claim seen in this chunk.
    fn read(&mut self, chunk: &[u8]) -> u64 {
        const NEEDLE: &[u8] = b"uniqueCount";
        let mut largest = 0;
        for byte in chunk {
            if let Some(number) = &mut self.number {
                match byte {
                    b'0'..=b'9' => *number = number.saturating_mul(10).saturating_add(u64::from(byte - b'0')),
                    b'=' | b'"' | b'\'' | b' ' | b'\t' | b'\r' | b'\n' if *number == 0 => {}
                    _ => self.number = None,
                }
                largest = largest.max(self.number.unwrap_or_default());
            }
            // No proper prefix of the needle is also its suffix, except the empty one: a restart needs one comparison.
            self.matched = match NEEDLE.get(self.matched) {
                Some(wanted) if wanted == byte => self.matched + 1,
                _ => usize::from(NEEDLE.first() == Some(byte)),
            };
            if self.matched == NEEDLE.len() {
                (self.matched, self.number) = (0, Some(0));
            }
        }
        largest
    }
}

type Sparse = (i64, Vec<(usize, Taken)>);

/// A cell as taken from the sheet.
enum Taken {
    Text(String),
    TooLong(String),
    Error(String),
}

impl Taken {
    fn text(&self) -> &str {
        match self {
            Self::Text(text) | Self::TooLong(text) | Self::Error(text) => text,
        }
    }
}

/// The first visible sheet that has a header, and its rows.
fn sheet(bytes: &[u8], limits: Limits, recognize: fn(&str) -> bool) -> Result<(Header, Vec<Row>)> {
    let mut workbook = Xlsx::new(Cursor::new(bytes)).map_err(damaged)?;
    let sheets = workbook.sheets_metadata().iter();
    let names: Vec<String> = sheets
        .filter(|sheet| sheet.typ == SheetType::WorkSheet && sheet.visible == SheetVisible::Visible)
        .map(|sheet| sheet.name.clone())
        .collect();
    for name in names {
        let rows = cells(&mut workbook, &name, limits)?;
        let top: Vec<_> = rows.iter().take(HEADER_SEARCH).map(|(_, row)| dense(row)).collect();
        let Some(index) = header_row(&top, recognize) else { continue };
        let header = Header::of(top.get(index).map_or(&[], Vec::as_slice))?;
        let rows = rows.into_iter().skip(index + 1).filter_map(|row| project(row, &header)).collect::<Vec<_>>();
        return if rows.len() > limits.rows { Err(too_many_rows(limits)) } else { Ok((header, rows)) };
    }
    Err(Error::new(Code::HeaderMissing))
}

fn dense(row: &[(usize, Taken)]) -> Vec<String> {
    let width = row.iter().map(|(column, _)| column + 1).max().unwrap_or_default();
    let mut cells = vec![String::new(); width];
    for (column, taken) in row {
        if let Some(cell) = cells.get_mut(*column) {
            taken.text().clone_into(cell);
        }
    }
    cells
}

fn project((number, row): Sparse, header: &Header) -> Option<Row> {
    let mut result = Row { number, cells: vec![String::new(); header.names.len()], ..Row::default() };
    let mut blank = true;
    for (position, taken) in row {
        let Some(column) = header.positions.iter().position(|known| *known == position) else { continue };
        let fault = match &taken {
            Taken::Text(_) => None,
            Taken::TooLong(_) => Some(Code::CellTooLong),
            Taken::Error(_) => Some(Code::CellError),
        };
        result.faults.extend(fault.map(|code| Fault::cell(column, code)));
        if let (Some(cell), Taken::Text(text) | Taken::TooLong(text) | Taken::Error(text)) = (result.cells.get_mut(column), taken) {
            blank &= text.trim().is_empty();
            *cell = text;
        }
    }
    (!blank).then_some(result)
}

/// All cells with something in them, row by row.
fn cells(workbook: &mut Xlsx<Cursor<&[u8]>>, name: &str, limits: Limits) -> Result<Vec<Sparse>> {
    let mut reader = match workbook.worksheet_cells_reader(name) {
        Err(XlsxError::NotAWorksheet(_)) => return Ok(Vec::new()),
        other => other.map_err(damaged)?,
    };
    let (mut rows, mut taken_bytes) = (Vec::<Sparse>::new(), 0_u64);
    while let Some(cell) = reader.next_cell().map_err(damaged)? {
        let (row, column) = cell.get_position();
        if column > LAST_COLUMN {
            continue;
        }
        let Some(taken) = take(cell.get_value(), limits) else { continue };
        // One shared string may stand in a million cells: what counts is what it becomes here.
        taken_bytes += 32 + taken.text().len() as u64;
        if taken_bytes > limits.unpacked_bytes / 2 {
            return Err(Error::new(Code::FileBomb).with("max", limits.unpacked_bytes.cast_signed()));
        }
        let number = i64::from(row) + 1;
        match rows.last_mut() {
            Some((last, cells)) if *last == number => cells.push((column as usize, taken)),
            // Rows come in order; one that does not was not written by a spreadsheet program.
            Some((last, _)) if *last > number => return Err(damaged("rows out of order")),
            _ => {
                if rows.len() > limits.rows + HEADER_SEARCH {
                    return Err(too_many_rows(limits));
                }
                rows.push((number, vec![(column as usize, taken)]));
            }
        }
    }
    Ok(rows)
}

fn take(value: &DataRef<'_>, limits: Limits) -> Option<Taken> {
    let text = match value {
        DataRef::Empty => return None,
        DataRef::String(text) => text.as_str(),
        DataRef::SharedString(text) => text,
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.as_str(),
        DataRef::Error(error) => return Some(Taken::Error(error.to_string())),
        DataRef::Int(number) => return Some(Taken::Text(number.to_string())),
        DataRef::Float(number) => return Some(Taken::Text(number.to_string())),
        DataRef::Bool(value) => return Some(Taken::Text(value.to_string())),
        DataRef::DateTime(at) => return Some(Taken::Text(moment(at))),
    };
    match text.trim() {
        "" => None,
        _ if text.len() > limits.cell_bytes => Some(Taken::TooLong(shown(text))),
        _ => Some(Taken::Text(text.to_owned())),
    }
}

/// A date as ISO 8601; with its time only if it has one.
fn moment(at: &ExcelDateTime) -> String {
    if !at.is_datetime() {
        return at.as_f64().to_string();
    }
    match at.to_ymd_hms_milli() {
        (year, month, day, 0, 0, 0, _) => format!("{year:04}-{month:02}-{day:02}"),
        (year, month, day, hour, minute, second, _) => format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}"),
    }
}
