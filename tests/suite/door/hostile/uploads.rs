//! Files that are not what they say, and uploads that are no files.

use std::io::{Cursor, Write};

use zip::{ZipWriter, write::SimpleFileOptions};

use super::{Case, Expect, scene::Scene};
use Expect::{Code, Either, Refusal};

/// An archive of these files.
fn archive(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        archive.start_file(*name, SimpleFileOptions::default()).unwrap();
        archive.write_all(bytes).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

/// A workbook with this sheet.
fn workbook(sheet: &[u8]) -> Vec<u8> {
    let types = br#"<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/></Types>"#;
    let root = br#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
    let book = br#"<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>"#;
    let links = br#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#;
    archive(&[
        ("[Content_Types].xml", types),
        ("_rels/.rels", root),
        ("xl/workbook.xml", book),
        ("xl/_rels/workbook.xml.rels", links),
        ("xl/worksheets/sheet1.xml", sheet),
    ])
}

fn sheet(cells: &str) -> Vec<u8> {
    let head =
        r#"<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1">"#;
    format!("{head}{cells}</row></sheetData></worksheet>").into_bytes()
}

/// The table.
pub fn cases(scene: &Scene) -> Vec<Case> {
    let (token, own) = (scene.officer.client.token().unwrap(), scene.officer.organization.as_str());
    let send = |headers: &str, body: Vec<u8>| {
        let head = format!(
            "POST /uploads HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\n{headers}Content-Length: {}\r\nConnection: close\r\n\r\n",
            body.len()
        );
        [head.into_bytes(), body].concat()
    };
    let form = |organization: &str, disposition: &str, kind: &str, file: &[u8]| {
        let before = format!(
            "--b\r\nContent-Disposition: form-data; name=\"organizationId\"\r\n\r\n{organization}\r\n--b\r\nContent-Disposition: form-data; {disposition}\r\nContent-Type: {kind}\r\n\r\n"
        );
        [before.as_bytes(), file, b"\r\n--b--\r\n"].concat()
    };
    const FORM: &str = "Content-Type: multipart/form-data; boundary=b\r\n";
    let file = |name: &str, kind: &str, bytes: &[u8]| send(FORM, form(own, &format!("name=\"file\"; filename=\"{name}\""), kind, bytes));
    let csv = |name: &str, bytes: &[u8]| file(name, "text/csv", bytes);
    let rows = b"Title\na\n";
    let laughs = {
        let entities: String = (1..10).map(|i| format!("<!ENTITY l{i} \"{}\">", format!("&l{};", i - 1).repeat(10))).collect();
        format!(
            "<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY l0 \"ha\">{entities}]><worksheet><sheetData><row><c t=\"str\"><v>&l9;</v></c></row></sheetData></worksheet>"
        )
    };
    let outside = "<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY f SYSTEM \"file:///etc/passwd\">]><worksheet><sheetData><row><c t=\"str\"><v>&f;</v></c></row></sheetData></worksheet>";
    let book = workbook(&sheet(r#"<c r="A1" t="inlineStr"><is><t>Title</t></is></c>"#));
    let broken = {
        let mut broken = book.clone();
        broken.truncate(book.len() / 2);
        broken
    };
    let table: Vec<(&str, Vec<u8>, Expect)> = vec![
        ("no parts", send(FORM, Vec::new()), Refusal),
        ("no boundary", send("Content-Type: multipart/form-data\r\n", form(own, "name=\"file\"", "text/csv", rows)), Refusal),
        (
            "a boundary of 100 KB",
            send(&format!("Content-Type: multipart/form-data; boundary={}\r\n", "b".repeat(20_000)), rows.to_vec()),
            Refusal,
        ),
        ("JSON", send("Content-Type: application/json\r\n", b"{}".to_vec()), Refusal),
        ("no type", send("", rows.to_vec()), Refusal),
        (
            "another boundary",
            send("Content-Type: multipart/form-data; boundary=c\r\n", form(own, "name=\"file\"", "text/csv", rows)),
            Refusal,
        ),
        (
            "no end",
            send(
                FORM,
                form(own, "name=\"file\"; filename=\"a.csv\"", "text/csv", rows)
                    .split_last_chunk::<9>()
                    .map(|(body, _)| body.to_vec())
                    .unwrap(),
            ),
            Refusal,
        ),
        ("parts without end", send(FORM, b"--b\r\nContent-Disposition: form-data; name=\"x\"\r\n\r\nx\r\n".repeat(5000)), Refusal),
        ("headers of a part without end", send(FORM, [b"--b\r\n".to_vec(), b"A: b\r\n".repeat(10_000)].concat()), Refusal),
        ("a part without a name", send(FORM, b"--b\r\n\r\nx\r\n--b--\r\n".to_vec()), Refusal),
        ("the file before its organization", send(FORM, form("", "name=\"file\"; filename=\"a.csv\"", "text/csv", rows)), Refusal),
        (
            "for a hidden organization",
            send(FORM, form(&scene.stranger.organization, "name=\"file\"; filename=\"a.csv\"", "text/csv", rows)),
            Code("NOT_FOUND"),
        ),
        (
            "for an organization of nonsense",
            send(FORM, form("'; --", "name=\"file\"; filename=\"a.csv\"", "text/csv", rows)),
            Code("INVALID_ID"),
        ),
        (
            "for an organization with NUL",
            send(FORM, form("a\0b", "name=\"file\"; filename=\"a.csv\"", "text/csv", rows)),
            Code("INVALID_ID"),
        ),
        ("a name like a path", csv("../../../../etc/cron.d/x.csv", rows), Either),
        ("a name like a path of Windows", csv("..\\\\..\\\\x.csv", rows), Either),
        ("a name that runs backwards", csv("a\u{202e}vsc.exe", rows), Either),
        ("a name of 10 KB", csv(&"a".repeat(10_000), rows), Either),
        ("a name with NUL", csv("a\0.csv", rows), Either),
        ("no name", send(FORM, form(own, "name=\"file\"", "text/csv", rows)), Either),
        ("an empty file", csv("a.csv", b""), Either),
        ("NUL in a table", csv("a.csv", b"Title\na\0b\n"), Either),
        ("quotation marks that do not end", csv("a.csv", b"Title\n\"a\n"), Either),
        ("a line of 10 MB", csv("a.csv", &[b"Title\n".as_slice(), &vec![b'x'; 10_000_000]].concat()), Either),
        ("a million columns", csv("a.csv", ",".repeat(1_000_000).as_bytes()), Either),
        ("formulas", csv("a.csv", "Title\n=1+1\n@SUM(A1)\n+cmd|' /C calc'!A0\n".as_bytes()), Either),
        ("an archive that says it is a table", csv("a.csv", &book), Either),
        ("a program that says it is a picture", file("a.png", "image/png", b"\x7fELF\x02\x01\x01\0"), Either),
        ("a page that says it is a table", csv("a.csv", b"<html><script>alert(1)</script></html>"), Either),
        (
            "a picture that is a page",
            file("a.svg", "image/svg+xml", b"<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>"),
            Either,
        ),
        ("half a workbook", file("a.xlsx", "application/octet-stream", &broken), Either),
        ("an archive of nothing", file("a.xlsx", "application/octet-stream", &archive(&[])), Either),
        ("an archive with a path", file("a.xlsx", "application/octet-stream", &archive(&[("../../x", b"x")])), Either),
        ("an archive that grows a thousandfold", file("a.xlsx", "application/octet-stream", &workbook(&vec![b' '; 30_000_000])), Either),
        ("entities that grow", file("a.xlsx", "application/octet-stream", &workbook(laughs.as_bytes())), Either),
        ("entities from elsewhere", file("a.xlsx", "application/octet-stream", &workbook(outside.as_bytes())), Either),
        (
            "a cell beyond all columns",
            file("a.xlsx", "application/octet-stream", &workbook(&sheet(r#"<c r="XFDXFD99999999"><v>1</v></c>"#))),
            Either,
        ),
        (
            "a text that is not there",
            file("a.xlsx", "application/octet-stream", &workbook(&sheet(r#"<c r="A1" t="s"><v>99999999</v></c>"#))),
            Either,
        ),
    ];
    table.into_iter().map(|(name, bytes, expect)| Case::new(&format!("upload: {name}"), bytes, expect)).collect()
}
