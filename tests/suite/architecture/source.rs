//! Reads Rust sources as far as the architecture needs: comments and strings blanked out, imports resolved.

use std::{
    fs,
    path::{Path, PathBuf},
};

/// Something of our crate that a file names, as a path from the crate's root.
#[derive(Debug, PartialEq, Eq)]
pub struct Import {
    pub path: Vec<String>,
}

impl Import {
    /// The room that it lies in.
    pub fn room(&self) -> &str {
        self.path.first().map_or("", String::as_str)
    }
}

/// A source file.
#[derive(Debug)]
pub struct File {
    /// From the root of the workspace, `server/src/db/mod.rs`.
    pub path: String,
    /// As it stands.
    pub text: String,
    /// With comments and the insides of strings blanked out.
    pub code: String,
    /// What it names of our crate.
    pub imports: Vec<Import>,
    module: Vec<String>,
}

fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// All sources under a folder of the workspace, by path; none if it does not exist.
pub fn read(folder: &str) -> Vec<File> {
    let mut files = Vec::new();
    let mut folders = vec![workspace().join(folder)];
    while let Some(folder) = folders.pop() {
        let Ok(entries) = fs::read_dir(folder) else { continue };
        for entry in entries.map(|entry| entry.unwrap().path()) {
            if entry.is_dir() {
                folders.push(entry);
            } else if entry.extension().is_some_and(|extension| extension == "rs") {
                let path = entry.strip_prefix(workspace()).unwrap().to_str().unwrap().replace('\\', "/");
                files.push(File::parse(&path, &fs::read_to_string(&entry).unwrap()));
            }
        }
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}

impl File {
    /// Reads a file's text.
    pub fn parse(path: &str, text: &str) -> Self {
        let inner = path.split_once("/src/").or_else(|| path.split_once("/suite/")).map_or(path, |(_, inner)| inner);
        let mut module: Vec<String> = inner.trim_end_matches(".rs").split('/').map(str::to_owned).collect();
        if module.last().is_some_and(|last| last == "mod") {
            module.pop();
        }
        let code = blank(text);
        let imports = imports(&without_inline_modules(&code), &module);
        Self { path: path.to_owned(), text: text.to_owned(), code, imports, module }
    }

    /// The room that it stands in: the first folder, or the file itself.
    pub fn room(&self) -> &str {
        self.module.first().map_or("", String::as_str)
    }

    /// The room inside the slice: `rules`, `policy`, `store`, `actions`, `api`; empty for the slice's face.
    pub fn inner_room(&self) -> &str {
        self.module.get(1).map_or("", String::as_str)
    }
}

/// Blanks comments, and the insides of strings and of character literals that hold brackets or quotes.
fn blank(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = bytes.to_vec();
    let mut at = 0;
    let mut fill = |from: usize, to: usize| {
        for byte in &mut out[from..to.min(bytes.len())] {
            if *byte != b'\n' {
                *byte = b' ';
            }
        }
    };
    while at < bytes.len() {
        let rest = &bytes[at..];
        let word_before = at > 0 && (bytes[at - 1].is_ascii_alphanumeric() || bytes[at - 1] == b'_');
        if rest.starts_with(b"//") {
            let end = rest.iter().position(|byte| *byte == b'\n').map_or(bytes.len(), |length| at + length);
            fill(at, end);
            at = end;
        } else if rest.starts_with(b"/*") {
            let end = text[at..].find("*/").map_or(bytes.len(), |length| at + length + 2);
            fill(at, end);
            at = end;
        } else if rest[0] == b'r' && !word_before && matches!(rest.get(1), Some(b'"' | b'#')) {
            let hashes = rest[1..].iter().take_while(|byte| **byte == b'#').count();
            if rest.get(1 + hashes) != Some(&b'"') {
                at += 1 + hashes;
                continue;
            }
            let close = format!("\"{}", "#".repeat(hashes));
            let from = at + 2 + hashes;
            let to = text[from..].find(&close).map_or(bytes.len(), |length| from + length);
            fill(from, to);
            at = to + close.len();
        } else if rest[0] == b'"' {
            let mut end = at + 1;
            while end < bytes.len() && bytes[end] != b'"' {
                end += if bytes[end] == b'\\' { 2 } else { 1 };
            }
            fill(at + 1, end);
            at = end + 1;
        } else if rest[0] == b'\'' && rest.get(1) == Some(&b'\\') {
            let end = rest[2..].iter().skip(1).position(|byte| *byte == b'\'').map_or(at + 1, |length| at + length + 4);
            fill(at + 1, end - 1);
            at = end;
        } else if rest[0] == b'\'' && rest.get(2) == Some(&b'\'') {
            fill(at + 1, at + 2);
            at += 3;
        } else {
            at += 1;
        }
    }
    String::from_utf8(out).unwrap()
}

/// Where the bracket at `open` closes.
fn closing(code: &str, open: usize) -> usize {
    let mut depth = 0_usize;
    for (at, byte) in code.bytes().enumerate().skip(open) {
        match byte {
            b'{' => depth += 1,
            b'}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return at;
        }
    }
    code.len()
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

/// Leaves out `mod name { .. }`: there `super` means another place, and only private entities live there.
fn without_inline_modules(code: &str) -> String {
    let mut kept = String::new();
    let mut rest = code;
    while let Some(at) = rest.find("mod ") {
        let head = &rest[at + 4..];
        let name = head.bytes().take_while(|byte| is_word(*byte)).count();
        let starts = at == 0 || !is_word(rest.as_bytes()[at - 1]);
        kept.push_str(&rest[..at]);
        rest = if starts && name > 0 && head[name..].trim_start().starts_with('{') {
            let open = at + 4 + name + head[name..].find('{').unwrap();
            &rest[(closing(rest, open) + 1).min(rest.len())..]
        } else {
            kept.push_str("mod ");
            head
        };
    }
    kept + rest
}

/// Every path that begins with `crate`, `super` or `self`, groups taken apart.
fn imports(code: &str, module: &[String]) -> Vec<Import> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < code.len() {
        let rest = &code[at..];
        let boundary = at == 0 || !(is_word(code.as_bytes()[at - 1]) || code.as_bytes()[at - 1] == b':');
        let root = ["crate::", "super::", "self::"].into_iter().find(|root| boundary && rest.starts_with(root));
        let Some(root) = root else {
            at += rest.chars().next().map_or(1, char::len_utf8);
            continue;
        };
        let base: &[String] = match root {
            "crate::" => &[],
            "super::" => &module[..module.len().saturating_sub(1)],
            _ => module,
        };
        at += root.len();
        let (paths, read) = tree(&code[at..], base);
        found.extend(paths.into_iter().map(|path| Import { path }));
        at += read;
    }
    found
}

/// Reads a use tree or a path below `base`; also says how many bytes it took.
fn tree(text: &str, base: &[String]) -> (Vec<Vec<String>>, usize) {
    let skipped = text.len() - text.trim_start().len();
    let body = &text[skipped..];
    if body.starts_with('{') {
        let end = closing(body, 0);
        let mut paths = Vec::new();
        let mut at = 1;
        while at < end {
            let (more, read) = tree(&body[at..end], base);
            paths.extend(more);
            at += read;
            // To the comma: an `as` may stand before it.
            at += body[at..end].find(',').map_or(end - at, |comma| comma + 1);
            if body[at..end].trim().is_empty() {
                break;
            }
        }
        return (paths, skipped + end + 1);
    }
    let length = body.bytes().take_while(|byte| is_word(*byte)).count();
    let word = &body[..length];
    let after = &body[length..];
    let mut path = base.to_vec();
    match word {
        "super" => drop(path.pop()),
        "" | "self" => {}
        word => path.push(word.to_owned()),
    }
    if after.starts_with("::") && !after.starts_with("::<") {
        let (paths, read) = tree(&after[2..], &path);
        return (paths, skipped + length + 2 + read);
    }
    (vec![path], skipped + length.max(usize::from(body.starts_with('*'))))
}

/// The resolvers of a file (asynchronous methods), with the lines between their brackets. Those that give a stream are
/// left out: a subscription is a loop.
pub fn resolvers(code: &str) -> Vec<(String, usize)> {
    let mut resolvers = Vec::new();
    let mut from = 0;
    while let Some(found) = code[from..].find("async fn ") {
        from += found + "async fn ".len();
        let name: String = code[from..].chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
        let Some(open) = code[from..].find('{').map(|length| from + length) else { break };
        let signature = &code[from..open];
        if !signature.contains("&self") || signature.contains("Stream<") {
            continue;
        }
        let close = closing(code, open);
        resolvers.push((name, code[open + 1..close].lines().filter(|line| !line.trim().is_empty()).count()));
        from = close;
    }
    resolvers
}
