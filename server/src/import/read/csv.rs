//! Delimited text: comma, semicolon or tab, as the header shows.

use csv_core::{ReadRecordResult, Reader, ReaderBuilder};

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

    let records = || Numbered::new(text.as_bytes(), delimiter, limits).filter(|record| !is_blank(&record.cells));
    let first: Vec<Record> = records().take(HEADER_SEARCH).collect();
    let cells: Vec<_> = first.iter().map(|record| record.cells.clone()).collect();
    let header = header_row(&cells, recognize).and_then(|index| first.get(index)).ok_or_else(|| Error::new(Code::HeaderMissing))?;
    let (start, header) = (header.number, Header::of(&header.cells)?);

    let row_count = records().skip_while(|record| record.number <= start).take(limits.rows + 1).count();
    if row_count > limits.rows {
        return Err(too_many_rows(limits));
    }
    let names = header.names.clone();
    let rows = Rows { records: Numbered::new(text.into_bytes(), delimiter, limits), start, header, limits };
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

/// Cells of a record that are looked at. Programs that export empty columns go to 16,384 of them.
const MAX_CELLS: usize = 1000;

/// A record.
struct Record {
    /// The row number that a spreadsheet program would show: blank lines count, line breaks in cells do not.
    number: i64,
    cells: Vec<String>,
    /// It holds more text than is read.
    cut: bool,
}

/// Records of a text. A record takes no more memory than one may, however long it is: nobody has to close a quote.
struct Numbered<T> {
    text: T,
    at: usize,
    reader: Reader,
    number: i64,
    output: Vec<u8>,
    ends: Vec<usize>,
}

impl<T: AsRef<[u8]>> Numbered<T> {
    fn new(text: T, delimiter: u8, limits: Limits) -> Self {
        let reader = ReaderBuilder::new().delimiter(delimiter).build();
        Self { text, at: 0, reader, number: 0, output: vec![0; limits.row_bytes()], ends: vec![0; MAX_CELLS] }
    }
}

impl<T: AsRef<[u8]>> Iterator for Numbered<T> {
    type Item = Record;

    fn next(&mut self) -> Option<Record> {
        let before = self.reader.line();
        let (mut written, mut cells, mut inside, mut full, mut cut) = (0, 0, 0_u64, false, false);
        // What does not fit is read all the same, and forgotten.
        let (mut rest, mut rest_ends) = ([0; 4096], [0; 64]);
        loop {
            let input = self.text.as_ref().get(self.at..).unwrap_or_default();
            let (output, ends) = if full {
                (rest.as_mut_slice(), rest_ends.as_mut_slice())
            } else {
                (self.output.get_mut(written..).unwrap_or_default(), self.ends.get_mut(cells..).unwrap_or_default())
            };
            let (result, read, wrote, ended) = self.reader.read_record(input, output, ends);
            let fresh = output.get(..wrote).unwrap_or_default();
            inside += fresh.split(|byte| *byte == b'\n').count().saturating_sub(1) as u64;
            if full {
                cut |= fresh.iter().any(|byte| !byte.is_ascii_whitespace());
            } else {
                (written, cells) = (written + wrote, cells + ended);
            }
            self.at += read;
            match result {
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::OutputFull | ReadRecordResult::OutputEndsFull => full = true,
                ReadRecordResult::Record => break,
                ReadRecordResult::End => return None,
            }
        }
        let lines = self.reader.line().saturating_sub(before);
        let blank = lines.saturating_sub(1).saturating_sub(inside);
        self.number = self.number.saturating_add(1).saturating_add_unsigned(blank);
        Some(Record { number: self.number, cells: self.cells(written, cells, full), cut })
    }
}

impl<T> Numbered<T> {
    /// The first cells of what was read. With `partial`, what follows the last whole one is a cell, too.
    fn cells(&self, written: usize, cells: usize, partial: bool) -> Vec<String> {
        let ends = self.ends.get(..cells).unwrap_or_default().iter().copied();
        let last = ends.clone().next_back().unwrap_or_default();
        let ends = ends.chain((partial && last < written).then_some(written));
        let mut start = 0;
        // The text is valid UTF-8, except where a cell was cut.
        ends.map(|end| {
            let cell = self.output.get(start..end).unwrap_or_default();
            start = end;
            String::from_utf8_lossy(cell).into_owned()
        })
        .collect()
    }
}

/// Rows below the header.
pub(super) struct Rows {
    records: Numbered<Vec<u8>>,
    start: i64,
    header: Header,
    limits: Limits,
}

impl Iterator for Rows {
    type Item = Row;

    fn next(&mut self) -> Option<Row> {
        loop {
            let record = self.records.next()?;
            if record.number > self.start && !is_blank(&record.cells) {
                return Some(self.row(record));
            }
        }
    }
}

impl Rows {
    fn row(&self, record: Record) -> Row {
        let Record { number, mut cells, cut } = record;
        let mut faults = Vec::new();
        if cut {
            faults.push(Fault::row(Error::new(Code::TooLong).with("max", self.limits.row_bytes())));
        }
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
