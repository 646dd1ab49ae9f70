//! Files as people send them: types, encodings, delimiters, workbooks, and everything that tries to hurt.

use std::io::{Cursor, Write};

use lianqiao::{
    import::{
        kind::ImportKind,
        read::{Format, Limits, Row, Table, detect, open},
    },
    kernel::{Code, Error},
};
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

const LIMITS: Limits = Limits { rows: 1000, cell_bytes: 4096, unpacked_bytes: 64 << 20 };

fn read(bytes: &[u8]) -> Table {
    open(bytes, LIMITS, ImportKind::Listing.recognizer()).unwrap_or_else(|error| panic!("{error}: {:?}", error.detail()))
}

fn refused(bytes: &[u8]) -> Error {
    open(bytes, LIMITS, ImportKind::Listing.recognizer()).err().expect("the file was taken")
}

fn cells(table: Table) -> Vec<Vec<String>> {
    table.map(|row| row.cells).collect()
}

fn faults(row: &Row) -> Vec<(Option<usize>, Code)> {
    row.faults.iter().map(|fault| (fault.column, fault.error.code())).collect()
}

#[test]
fn the_delimiter_is_the_one_that_the_header_has_outside_quotes() {
    for text in [
        "Title,Status\n\"A; b\",Issued\n",
        "\"Title; x\",Status\nA;b,Issued\n",
        "Title;Status\nA, b;Issued\n",
        "Title\tStatus\nA;b,c\tIssued\n",
    ] {
        let table = read(text.as_bytes());
        assert_eq!(table.headers.len(), 2, "{text}");
        assert_eq!(table.map(|row| row.cells[1].clone()).collect::<Vec<_>>(), ["Issued"], "{text}");
    }
    assert_eq!(read(b"sep=;\nTitle;Status\nA,b;Issued\n").headers, ["Title", "Status"]);
    assert_eq!(read(b"Title\nOne\nTwo\n").row_count, 2);
}

#[test]
fn every_encoding_gives_the_same_text() {
    let text = "名称,状态\n联桥,有效\n";
    let gb18030 = b"\xC3\xFB\xB3\xC6,\xD7\xB4\xCC\xAC\n\xC1\xAA\xC7\xC5,\xD3\xD0\xD0\xA7\n".to_vec();
    let utf16 = |bytes: fn(u16) -> [u8; 2], mark: [u8; 2]| mark.into_iter().chain(text.encode_utf16().flat_map(bytes)).collect::<Vec<_>>();
    let variants = [
        text.as_bytes().to_vec(),
        [b"\xEF\xBB\xBF", text.as_bytes()].concat(),
        utf16(u16::to_le_bytes, [0xFF, 0xFE]),
        utf16(u16::to_be_bytes, [0xFE, 0xFF]),
        gb18030,
    ];
    for bytes in variants {
        let table = read(&bytes);
        assert_eq!(table.headers, ["名称", "状态"], "{bytes:x?}");
        assert_eq!(cells(table), [["联桥", "有效"]]);
    }
    assert_eq!(refused(b"Title,Status\nA\xFF\xFF,Issued\n").code(), Code::FileDamaged);
}

#[test]
fn rows_are_numbered_as_a_spreadsheet_program_shows_them() {
    let table = read(b"Title,Status\r\n\r\n\"two\r\nlines\",Issued\r\n,\r\n\r\nlast,Issued");
    let rows: Vec<_> = table.map(|row| (row.number, row.cells[0].clone())).collect();
    assert_eq!(rows, [(3, "two\r\nlines".to_owned()), (6, "last".to_owned())]);
}

#[test]
fn a_title_above_the_header_is_no_header() {
    let table = read("2026 年专利清单,\n,\n名称,状态\n桥,有效\n".as_bytes());
    assert_eq!(table.headers, ["名称", "状态"]);
    assert_eq!(table.map(|row| row.number).collect::<Vec<_>>(), [4]);
    // Without known headers the first row with anything in it is the header.
    assert_eq!(read(b",\nfoo,bar\n1,2\n").headers, ["foo", "bar"]);
}

#[test]
fn repeated_headers_are_numbered_and_nameless_columns_left_out() {
    let table = read(b"Title,,Title,Title (2)\na,b,c,d\n");
    assert_eq!(table.headers, ["Title", "Title (2)", "Title (2) (2)"]);
    assert_eq!(cells(table), [["a", "c", "d"]]);
}

#[test]
fn a_row_whose_cells_have_moved_is_marked_and_the_others_are_not() {
    let rows: Vec<_> = read(b"Title,Status\na,b,c\nd\ne,f,\ng,h\n").collect();
    assert_eq!(rows.iter().map(faults).collect::<Vec<_>>(), [vec![(None, Code::RowShape)], vec![(None, Code::RowShape)], vec![], vec![]]);
    assert_eq!(rows[0].faults[0].error.args()["found"], 3);
}

#[test]
fn a_cell_beyond_the_limit_costs_its_row_only() {
    let text = format!("Title,Status\n{},x\nb,y\n", "长".repeat(2000));
    let rows: Vec<_> = read(text.as_bytes()).collect();
    assert_eq!(faults(&rows[0]), [(Some(0), Code::CellTooLong)]);
    assert!(rows[0].cells[0].len() < 500);
    assert!(rows[1].faults.is_empty());
}

#[test]
fn a_row_as_large_as_a_file_costs_no_more_than_a_row_may() {
    // A quote that nobody closes, cells without number, and a fair row with the empty cells of a wide sheet.
    let unclosed = format!("Title,Status\na,b\n\"{}", "x,\n".repeat(1 << 20));
    let rows: Vec<_> = read(unclosed.as_bytes()).collect();
    assert_eq!(rows.len(), 2);
    assert!(rows[0].faults.is_empty());
    assert_eq!(faults(&rows[1])[0], (None, Code::TooLong));
    assert!(rows[1].cells.iter().all(|cell| cell.len() < 500));

    let wide = format!("Title,Status\n{}x\na,b{}\nc,d\n", "x,".repeat(1 << 20), ",".repeat(16_382));
    let rows: Vec<_> = read(wide.as_bytes()).collect();
    assert_eq!(rows.iter().map(|row| row.number).collect::<Vec<_>>(), [2, 3, 4]);
    assert_eq!(faults(&rows[0])[0], (None, Code::TooLong));
    assert_eq!((rows[1].faults.len(), rows[1].cells.as_slice()), (0, ["a".to_owned(), "b".to_owned()].as_slice()));
    assert!(rows[2].faults.is_empty());

    let line = format!("{{\"title\":\"a\"}}\n{{\"title\":[{}0]}}\n{{\"title\":\"b\"}}\n", "0,".repeat(1 << 20));
    let rows: Vec<_> = read(line.as_bytes()).collect();
    assert_eq!(rows.iter().map(faults).collect::<Vec<_>>(), [vec![], vec![(None, Code::TooLong)], vec![]]);
}

#[test]
fn what_is_no_table_is_refused_by_its_content_whatever_its_name() {
    for bytes in [&b"%PDF-1.7\n"[..], b"\x89PNG\r\n", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", b"\x7FELF\x02\x00\x00", b"a\0b,c\n"] {
        assert_eq!(detect(bytes).unwrap_err().code(), Code::FileTypeUnsupported, "{bytes:x?}");
    }
    assert_eq!(refused(&archive(&[("readme.txt", b"hello")])).code(), Code::FileTypeUnsupported);
    assert_eq!(refused(b"PK\x03\x04 and then nothing").code(), Code::FileDamaged);
    assert_eq!(refused(b"\n \n,,\n").code(), Code::HeaderMissing);
    assert_eq!(refused(b"").code(), Code::HeaderMissing);
}

#[test]
fn too_many_rows_or_columns_refuse_the_file_before_its_first_row() {
    let rows = format!("Title\n{}", "x\n".repeat(1001));
    assert_eq!(refused(rows.as_bytes()).code(), Code::TooManyRows);
    assert_eq!(read(format!("Title\n{}", "x\n\n".repeat(1000)).as_bytes()).row_count, 1000);
    let columns: Vec<_> = (0..201).map(|column| format!("c{column}")).collect();
    assert_eq!(refused(format!("{}\n", columns.join(",")).as_bytes()).code(), Code::TooMany);
}

#[test]
fn json_lines_become_rows_with_the_keys_as_headers() {
    let table = read("\u{FEFF}{\"title\":\"a\",\"n\":3}\n\n{\"n\":null,\"list\":[\"x\"]}\n[1]\nnot json\n".as_bytes());
    assert_eq!((table.format, table.row_count), (Format::JsonLines, 4));
    assert_eq!(table.headers, ["title", "n", "list"]);
    let rows: Vec<_> = table.collect();
    assert_eq!(rows[0].cells, ["a", "3", ""]);
    assert_eq!((rows[1].number, rows[1].cells.clone()), (3, vec![String::new(), String::new(), "[\"x\"]".to_owned()]));
    assert_eq!(faults(&rows[2]), [(None, Code::BadUserInput)]);
    assert_eq!(faults(&rows[3]), [(None, Code::BadUserInput)]);
}

// ---- workbooks

fn archive(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in entries {
        writer.start_file(*name, SimpleFileOptions::default().compression_method(CompressionMethod::Deflated)).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// A workbook of these sheets (name, state, XML of the rows); style 1 is a date.
pub fn workbook(sheets: &[(&str, &str, &str)], strings: &str) -> Vec<u8> {
    let types = br#"<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>"#;
    let package = br#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
    let list: String = sheets
        .iter()
        .zip(1..)
        .map(|((name, state, _), id)| format!(r#"<sheet name="{name}" sheetId="{id}" state="{state}" r:id="rId{id}"/>"#))
        .collect();
    let book = format!(
        r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>{list}</sheets></workbook>"#
    );
    let targets: String = (1..=sheets.len()).map(|id| format!(r#"<Relationship Id="rId{id}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet{id}.xml"/>"#)).collect();
    let relations =
        format!(r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{targets}</Relationships>"#);
    let styles = br#"<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>"#;
    let pages: Vec<(String, String)> = sheets
        .iter()
        .zip(1..)
        .map(|((_, _, rows), id)| {
            let xml = format!(
                r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{rows}</sheetData></worksheet>"#
            );
            (format!("xl/worksheets/sheet{id}.xml"), xml)
        })
        .collect();
    let mut entries: Vec<(&str, &[u8])> = vec![
        ("[Content_Types].xml", types),
        ("_rels/.rels", package),
        ("xl/workbook.xml", book.as_bytes()),
        ("xl/_rels/workbook.xml.rels", relations.as_bytes()),
        ("xl/styles.xml", styles),
        ("xl/sharedStrings.xml", strings.as_bytes()),
    ];
    entries.extend(pages.iter().map(|(name, xml)| (name.as_str(), xml.as_bytes())));
    archive(&entries)
}

const STRINGS: &str = r#"<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" count="2" uniqueCount="2"><si><t>Title</t></si><si><t>Status</t></si></sst>"#;

fn text(at: &str, value: &str) -> String {
    format!(r#"<c r="{at}" t="inlineStr"><is><t>{value}</t></is></c>"#)
}

#[test]
fn a_workbook_gives_the_values_that_its_program_stored() {
    let header =
        r#"<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="inlineStr"><is><t>申请日</t></is></c></row>"#;
    let formula = format!(
        r#"<row r="3">{}<c r="B3" t="str"><f>HYPERLINK("http://x","y")</f><v>Issued</v></c><c r="C3" s="1"><v>41060</v></c></row>"#,
        text("A3", "桥")
    );
    let number =
        r#"<row r="5"><c r="A5"><v>202310123456.6</v></c><c r="B5" t="b"><v>1</v></c><c r="C5" t="e"><f>A1/0</f><v>#DIV/0!</v></c></row>"#;
    let table = read(&workbook(&[("Sheet1", "visible", &format!("{header}{formula}{number}"))], STRINGS));
    assert_eq!(
        (table.format, table.headers.clone(), table.row_count),
        (Format::Xlsx, vec!["Title".into(), "Status".into(), "申请日".into()], 2)
    );
    let rows: Vec<_> = table.collect();
    assert_eq!((rows[0].number, &rows[0].cells), (3, &vec!["桥".to_owned(), "Issued".to_owned(), "2012-05-31".to_owned()]));
    assert_eq!((rows[1].number, rows[1].cells[0].as_str()), (5, "202310123456.6"));
    assert_eq!(faults(&rows[1]), [(Some(2), Code::CellError)]);
}

#[test]
fn hidden_and_empty_sheets_are_passed_over() {
    let rows = format!(r#"<row r="1">{}</row><row r="2">{}</row>"#, text("A1", "Title"), text("A2", "shown"));
    let secret = format!(r#"<row r="1">{}</row><row r="2">{}</row>"#, text("A1", "Title"), text("A2", "secret"));
    let book = workbook(&[("notes", "hidden", &secret), ("empty", "visible", ""), ("data", "visible", &rows)], STRINGS);
    assert_eq!(cells(read(&book)), [["shown"]]);
    assert_eq!(refused(&workbook(&[("notes", "hidden", &secret)], STRINGS)).code(), Code::HeaderMissing);
}

#[test]
fn two_cells_far_apart_cost_two_cells() {
    let rows = format!(
        r#"<row r="1">{}</row><row r="1048576"><c r="XFD1048576"><v>1</v></c>{}</row>"#,
        text("A1", "Title"),
        text("A1048576", "end")
    );
    let rows: Vec<_> = read(&workbook(&[("s", "visible", &rows)], STRINGS)).collect();
    assert_eq!((rows.len(), rows[0].number), (1, 1_048_576));
}

#[test]
fn bombs_do_not_go_off() {
    // One entry that unpacks to more than is allowed.
    let zeros = vec![b' '; 70 << 20];
    assert_eq!(refused(&archive(&[("[Content_Types].xml", b"<x/>"), ("xl/workbook.xml", &zeros)])).code(), Code::FileBomb);
    // Less than is allowed, but out of nothing.
    let ratio = archive(&[("[Content_Types].xml", b"<x/>"), ("xl/media/a.bin", &zeros[..20 << 20])]);
    assert_eq!(refused(&ratio).code(), Code::FileBomb);
    // One long string that stands in very many cells.
    let long = format!(
        r#"<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" uniqueCount="1"><si><t>{}</t></si></sst>"#,
        "x".repeat(4000)
    );
    let cells: String = (1..=900).map(|row| format!(r#"<row r="{row}">{}</row>"#, r#"<c t="s"><v>0</v></c>"#.repeat(12))).collect();
    assert_eq!(refused(&workbook(&[("s", "visible", &cells)], &long)).code(), Code::FileBomb);
}

#[test]
fn a_workbook_that_lies_about_itself_is_damaged_and_nothing_worse() {
    let rows = format!(r#"<row r="1">{}</row>"#, text("A1", "Title"));
    for count in ["1000", "100000000", "99999999999999", "18446744073709551615", "999999999999999999999999"] {
        let strings = format!(
            r#"<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" uniqueCount = "{count}"><si><t>a</t></si></sst>"#
        );
        assert_eq!(refused(&workbook(&[("s", "visible", &rows)], &strings)).code(), Code::FileDamaged, "{count}");
    }
    let backwards = format!(r#"</sheetData><dimension ref="Z9:A1"/><sheetData>{rows}"#);
    let _ = open(&workbook(&[("s", "visible", &backwards)], STRINGS), LIMITS, ImportKind::Listing.recognizer());
    assert_eq!(refused(&workbook(&[("s", "visible", r#"<row r="1"><c r="A1" t="s"><v>77</v></c>"#)], STRINGS)).code(), Code::FileDamaged);
    let whole = workbook(&[("s", "visible", &rows)], STRINGS);
    for length in (4..whole.len()).step_by(97) {
        assert!(open(&whole[..length], LIMITS, ImportKind::Listing.recognizer()).is_err(), "cut at {length}");
    }
}
