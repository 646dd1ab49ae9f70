//! From headers to fields, from cells to values, and our own form there and back.

mod headers;
mod own;
mod rows;
mod values;

use std::sync::LazyLock;

use chrono::NaiveDate;
use lianqiao::{
    import::{
        check::check,
        map::{ColumnMapping, Demands, Listings, Mapped, Mapping, Plan, Reading, Severity, Subject, map_row},
        read::{Limits, Row, open},
    },
    kernel::Code,
    listing::content::ListingContent,
    rulebook::{Rulebook, parse_files},
};

static BOOK: LazyLock<Rulebook> = LazyLock::new(|| {
    let (rules, calendar) = parse_files().unwrap();
    Rulebook::new(rules, calendar)
});

const LIMITS: Limits = Limits { rows: 1000, cell_bytes: 1 << 20, unpacked_bytes: 64 << 20 };

fn today() -> NaiveDate {
    day("2026-11-23")
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// The rows of a file, mapped by what it says and by `mapping`, and checked.
fn import(text: &str, mapping: &Mapping) -> Vec<Mapped<ListingContent>> {
    import_of::<Listings>(text, mapping)
}

fn import_of<S: Subject>(text: &str, mapping: &Mapping) -> Vec<Mapped<S::Content>> {
    let table = open(text.as_bytes(), LIMITS, S::KIND.recognizer()).unwrap();
    let headers = table.headers.clone();
    let rows: Vec<Row> = table.collect();
    let plan = Plan::new(S::KIND, &headers, &rows, mapping, true).unwrap();
    let reading = Reading { plan, stages: BOOK.on("listing.trl_legacy_words", today()).unwrap().get().unwrap() };
    rows.iter()
        .map(|row| {
            let mut mapped = map_row::<S>(row, &reading);
            check::<S>(&mut mapped, &reading.plan, today(), &BOOK);
            mapped
        })
        .collect()
}

/// One row with these headers and cells.
fn one(headers: &str, cells: &str) -> Mapped<ListingContent> {
    import(&format!("编号;标题;{headers}\nA-1;联桥;{cells}\n"), &Mapping::default()).remove(0)
}

fn problems<C>(row: &Mapped<C>) -> Vec<(Severity, Code, String)> {
    row.problems.iter().map(|problem| (problem.severity, problem.error.code(), problem.field.clone())).collect()
}

fn warning(code: Code, field: &str) -> Vec<(Severity, Code, String)> {
    vec![(Severity::Warning, code, field.to_owned())]
}

fn refusal(code: Code, field: &str) -> Vec<(Severity, Code, String)> {
    vec![(Severity::Error, code, field.to_owned())]
}

fn says(column: &str, field: Option<&str>) -> ColumnMapping {
    ColumnMapping { column: column.to_owned(), field: field.map(str::to_owned) }
}
