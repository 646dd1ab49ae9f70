//! JSON Lines: one object a line, nested or flat.

use std::collections::HashSet;

use serde_json::{Map, Value};

use super::{Fault, Format, Limits, MAX_COLUMNS, Row, Table, shown, text, too_many_rows};
use crate::kernel::{Code, Error, Result};

pub(super) fn open(bytes: &[u8], limits: Limits) -> Result<Table> {
    let text = text::decode(bytes)?.into_owned();
    let (mut headers, mut seen, mut row_count) = (Vec::<String>::new(), HashSet::new(), 0);
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        row_count += 1;
        if row_count > limits.rows {
            return Err(too_many_rows(limits));
        }
        for key in object(line, limits).into_iter().flat_map(|object| object.into_iter().map(|(key, _)| key)) {
            if !seen.contains(&key) {
                if headers.len() == MAX_COLUMNS {
                    return Err(Error::new(Code::TooMany).with("max", MAX_COLUMNS).at("columns"));
                }
                seen.insert(key.clone());
                headers.push(key);
            }
        }
    }
    if headers.is_empty() {
        return Err(Error::new(Code::HeaderMissing));
    }
    let rows = Rows { text, at: 0, number: 0, headers: headers.clone(), limits };
    Ok(Table { format: Format::JsonLines, headers, row_count, rows: super::Rows::JsonLines(rows) })
}

/// A line as an object. A value takes many times the memory of its text, so a line has a limit of its own.
fn object(line: &str, limits: Limits) -> Option<Map<String, Value>> {
    (line.len() <= limits.row_bytes()).then(|| serde_json::from_str(line).ok()).flatten()
}

/// The lines.
pub(super) struct Rows {
    text: String,
    at: usize,
    number: i64,
    headers: Vec<String>,
    limits: Limits,
}

impl Iterator for Rows {
    type Item = Row;

    fn next(&mut self) -> Option<Row> {
        loop {
            let rest = self.text.get(self.at..).filter(|rest| !rest.is_empty())?;
            let length = rest.find('\n').map_or(rest.len(), |end| end + 1);
            let line = rest.get(..length).unwrap_or_default().trim();
            self.at += length;
            self.number += 1;
            if !line.is_empty() {
                return Some(self.row(line));
            }
        }
    }
}

impl Rows {
    fn row(&self, line: &str) -> Row {
        let Some(mut object) = object(line, self.limits) else {
            let most = self.limits.row_bytes();
            let error = if line.len() > most { Error::new(Code::TooLong).with("max", most) } else { Error::new(Code::BadUserInput) };
            let fault = Fault::row(error);
            return Row { number: self.number, cells: vec![String::new(); self.headers.len()], faults: vec![fault], object: None };
        };
        let mut faults = Vec::new();
        let mut cells = Vec::with_capacity(self.headers.len());
        for (column, key) in self.headers.iter().enumerate() {
            let mut cell = object.get(key).map(cell).unwrap_or_default();
            if cell.len() > self.limits.cell_bytes {
                faults.push(Fault::cell(column, Code::CellTooLong));
                cell = shown(&cell);
                object.remove(key);
            }
            cells.push(cell);
        }
        Row { number: self.number, cells, faults, object: Some(object) }
    }
}

/// A value as a spreadsheet cell would hold it: text as it is, structures as JSON text.
fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}
