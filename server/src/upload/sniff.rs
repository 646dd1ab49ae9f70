//! What kind of file some bytes are: told by what is in them, never by a name or by what a browser claims. Pure.

use std::io::Cursor;

use zip::ZipArchive;

use super::rules::MediaType;
use crate::kernel::{Code, Error, Result};

/// Beginnings of files that would pass for text but are something else.
const NO_TEXT: &[&[u8]] = &[b"%!PS", b"{\\rtf", b"Rar!", b"GIF8", b"\x1F\x8B", b"7z\xBC\xAF", b"\xD0\xCF\x11\xE0"];

/// The type of `bytes`.
///
/// # Errors
/// `FILE_TYPE_UNSUPPORTED` for what is not kept; `FILE_DAMAGED` for an archive without a table of contents.
pub fn sniff(bytes: &[u8]) -> Result<MediaType> {
    if bytes.starts_with(b"%PDF-") {
        return Ok(MediaType::Pdf);
    }
    if bytes.starts_with(b"\x89PNG\r\n\x1A\n") {
        return Ok(MediaType::Png);
    }
    if bytes.starts_with(b"\xFF\xD8\xFF") {
        return Ok(MediaType::Jpeg);
    }
    if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
        return Ok(MediaType::Webp);
    }
    if bytes.starts_with(b"PK\x03\x04") {
        return office(bytes);
    }
    if is_text(bytes) { Ok(MediaType::Text) } else { Err(unsupported()) }
}

/// The document of Office Open XML that an archive is, by the parts that it lists. Nothing is unpacked.
fn office(bytes: &[u8]) -> Result<MediaType> {
    let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| Error::new(Code::FileDamaged).because(error))?;
    let names: Vec<String> = archive.file_names().map(|name| name.replace('\\', "/").to_ascii_lowercase()).collect();
    let has = |part: &str| names.iter().any(|name| name.trim_start_matches('/').starts_with(part));
    let macros = names.iter().any(|name| name.ends_with("vbaproject.bin"));
    match (has("xl/"), has("word/"), has("ppt/"), macros) {
        (true, false, false, false) => Ok(MediaType::Xlsx),
        (true, false, false, true) => Ok(MediaType::Xlsm),
        (false, true, false, false) => Ok(MediaType::Docx),
        (false, false, true, false) => Ok(MediaType::Pptx),
        _ => Err(unsupported()),
    }
}

/// Whether an editor would show it: no control characters but white space, in any encoding that we read.
fn is_text(bytes: &[u8]) -> bool {
    if bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF") {
        return true;
    }
    let control = |byte: &u8| (*byte < 0x20 && !b"\t\n\x0B\x0C\r\x1A\x1B".contains(byte)) || *byte == 0x7F;
    !NO_TEXT.iter().any(|magic| bytes.starts_with(magic)) && !bytes.iter().any(control)
}

fn unsupported() -> Error {
    Error::new(Code::FileTypeUnsupported).with("allowed", "PDF, PNG, JPEG, WebP, DOCX, XLSX, PPTX, TXT, CSV, JSONL")
}
