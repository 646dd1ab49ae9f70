//! Delimited text: comma, semicolon or tab, as the header shows.

use std::io::Cursor;

use ::csv::{Reader, ReaderBuilder, StringRecord};

use super::{Fault, Format, HEADER_SEARCH, Header, Limits, Row, Table, header_row, is_blank, shown, text, too_many_rows};
use crate::kernel::{Code, Error, Result};

pub(super) fn open(bytes: &[u8], limits: Limits, recognize: fn(&str) -> bool) -> Result<Table> {
    let mut text = text::decode(bytes)?.into_owned();
    let hint = delimiter_hint(&text);
    if hint.is_some() {
        // Row numbers must stay what the person sees, so the line is emptied, not removed.
        let end = text.find('\n').unwrap_or(text.len());
        text.replace_range(..end, "");
    }
    let delimiter = hint.unwrap_or_else(|| sniff(&text));

    let mut top = Numbered::new(text.as_bytes(), delimiter);
    let mut first = Vec::new();
    while first.len() < HEADER_SEARCH {
        match top.next() {
            Some((_, cells)) if is_blank(&cells) => {}
            Some((number, cells)) => first.push((number, cells)),
            None => break,
        }
    }
    let cells: Vec<_> = first.iter().map(|(_, cells)| cells.clone()).collect();
    let (start, header) =
        header_row(&cells, recognize).and_then(|index| first.get(index)).ok_or_else(|| Error::new(Code::HeaderMissing))?;
    let (start, header) = (*start, Header::of(header)?);

    let row_count = Numbered::new(text.as_bytes(), delimiter)
        .skip_while(|(number, _)| *number <= start)
        .filter(|(_, cells)| !is_blank(cells))
        .take(limits.rows + 1)
        .count();
    if row_count > limits.rows {
        return Err(too_many_rows(limits));
    }
    let names = header.names.clone();
    let rows = Rows { records: Numbered::new(Cursor::new(text.into_bytes()), delimiter), start, header, limits };
    Ok(Table { format: Format::Csv, headers: names, row_count, rows: super::Rows::Csv(Box::new(rows)) })
}

/// Excel's own hint, `sep=;` alone on the first line.
fn delimiter_hint(text: &str) -> Option<u8> {
    let line = text.lines().next()?.trim_matches('"');
    match line.strip_prefix("sep=")?.as_bytes() {
        [delimiter @ (b',' | b';' | b'\t')] => Some(*delimiter),
        _ => None,
    }
}

/// The delimiter that occurs most outside quotes, in the first of the top lines that has any.
fn sniff(text: &str) -> u8 {
    const CANDIDATES: [u8; 3] = [b',', b';', b'\t'];
    let (mut counts, mut quoted, mut lines) = ([0_usize; 3], false, 0);
    for byte in text.bytes() {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' if !quoted => {
                lines += 1;
                if lines >= HEADER_SEARCH || counts.iter().any(|count| *count > 0) {
                    break;
                }
            }
            byte if !quoted => {
                for (count, candidate) in counts.iter_mut().zip(CANDIDATES) {
                    *count += usize::from(byte == candidate);
                }
            }
            _ => {}
        }
    }
    // The first of equals wins: comma.
    let most = counts.iter().copied().max().unwrap_or_default();
    counts.iter().zip(CANDIDATES).find(|(count, _)| **count == most).map_or(b',', |(_, candidate)| candidate)
}

/// Records with the row number that a spreadsheet program would show: blank lines count, line breaks in cells do not.
struct Numbered<R> {
    reader: Reader<R>,
    record: StringRecord,
    number: i64,
}

impl<R: std::io::Read> Numbered<R> {
    fn new(source: R, delimiter: u8) -> Self {
        let reader = ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(source);
        Self { reader, record: StringRecord::new(), number: 0 }
    }
}

impl<R: std::io::Read> Iterator for Numbered<R> {
    type Item = (i64, Vec<String>);

    fn next(&mut self) -> Option<Self::Item> {
        let before = self.reader.position().line();
        // The text is valid UTF-8 and rows may have any length, so reading from memory cannot fail.
        if !self.reader.read_record(&mut self.record).ok()? {
            return None;
        }
        let lines = self.reader.position().line().saturating_sub(before);
        let inside: usize = self.record.iter().map(|cell| cell.matches('\n').count()).sum();
        let blank = lines.saturating_sub(1).saturating_sub(inside as u64);
        self.number = self.number.saturating_add(1).saturating_add_unsigned(blank);
        Some((self.number, self.record.iter().map(str::to_owned).collect()))
    }
}

/// Rows below the header.
pub(super) struct Rows {
    records: Numbered<Cursor<Vec<u8>>>,
    start: i64,
    header: Header,
    limits: Limits,
}

impl Iterator for Rows {
    type Item = Row;

    fn next(&mut self) -> Option<Row> {
        loop {
            let (number, cells) = self.records.next()?;
            if number > self.start && !is_blank(&cells) {
                return Some(self.row(number, cells));
            }
        }
    }
}

impl Rows {
    fn row(&self, number: i64, mut cells: Vec<String>) -> Row {
        let mut faults = Vec::new();
        // Delimiters left over at the end are harmless; anything else means that cells have moved.
        let stray = cells.get(self.header.width..).is_some_and(|rest| !is_blank(rest));
        if stray || cells.len() < self.header.width {
            let error = Error::new(Code::RowShape).with("expected", self.header.width).with("found", cells.len());
            faults.push(Fault::row(error));
        }
        let mut kept = Vec::with_capacity(self.header.positions.len());
        for (column, position) in self.header.positions.iter().enumerate() {
            let mut cell = cells.get_mut(*position).map(std::mem::take).unwrap_or_default();
            if cell.len() > self.limits.cell_bytes {
                faults.push(Fault::cell(column, Code::CellTooLong));
                cell = shown(&cell);
            }
            kept.push(cell);
        }
        Row { number, cells: kept, faults, object: None }
    }
}
