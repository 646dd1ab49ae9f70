//! The scan of a document against the grammar of the parser behind it.

use async_graphql::parser::parse_query;
use lianqiao::{
    http::door::scan::{Measure, measure},
    kernel::{Locale, locale::permille},
};
use proptest::prelude::*;

/// The deepest nesting of brackets that the parser's grammar can come to see: read as the grammar is written, with its
/// way back from a block string without an end to an empty string, up to where nothing fits any more.
fn depth_by_the_grammar(text: &str) -> usize {
    let (mut rest, mut open, mut deepest) = (text, 0_usize, 0);
    while let Some(next) = rest.chars().next() {
        let length = match next {
            '#' => rest.find(['\n', '\r']).unwrap_or(rest.len()),
            '"' => match block_string(rest).or_else(|| plain_string(rest)) {
                Some(length) => length,
                None => return deepest,
            },
            '{' | '[' | '(' => {
                open += 1;
                deepest = deepest.max(open);
                1
            }
            '}' | ']' | ')' => {
                open = open.saturating_sub(1);
                1
            }
            other => other.len_utf8(),
        };
        rest = &rest[length..];
    }
    deepest
}

fn block_string(text: &str) -> Option<usize> {
    let mut inside = text.strip_prefix("\"\"\"")?;
    loop {
        if let Some(after) = inside.strip_prefix("\\\"\"\"") {
            inside = after;
        } else if let Some(after) = inside.strip_prefix("\"\"\"") {
            return Some(text.len() - after.len());
        } else {
            let mut chars = inside.chars();
            chars.next()?;
            inside = chars.as_str();
        }
    }
}

fn plain_string(text: &str) -> Option<usize> {
    let mut chars = text.strip_prefix('"')?.chars();
    loop {
        match chars.next()? {
            '"' => return Some(text.len() - chars.as_str().len()),
            '\n' | '\r' => return None,
            '\\' => match chars.next()? {
                '"' | '\\' | '/' | 'b' | 'f' | 'n' | 'r' | 't' => {}
                'u' => {
                    for _ in 0..4 {
                        chars.next().filter(char::is_ascii_hexdigit)?;
                    }
                }
                _ => return None,
            },
            _ => {}
        }
    }
}

/// Pieces that tempt a scan and a parser to differ.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "{", "}", "[", "]", "(", ")", "\"", "\"\"", "\"\"\"", "\\\"\"\"", "\\", "\\\"", "\\u00e9", "#", "\n", "\r", "\r\n", " ", ",", "a",
        "1", "\u{feff}", "鏈", "...", "\u{2028}",
    ]);
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4000, ..ProptestConfig::default() })]

    #[test]
    fn no_bracket_that_the_parser_can_see_escapes_the_scan(text in pieces()) {
        if let Some(Measure { depth, .. }) = measure(&text) {
            prop_assert!(depth >= depth_by_the_grammar(&text), "{text:?}");
        }
    }

    #[test]
    fn whatever_the_parser_reads_passes_the_scan(inside in pieces(), frame in 0..3) {
        let text = match frame {
            0 => format!("{{ a(b: {inside}) }}"),
            1 => format!("{{ a(b: \"{inside}\") }}"),
            _ => format!("{{ a(b: \"\"\"{inside}\"\"\") }}"),
        };
        // What is too deep for the scan may be too deep for the parser's stack.
        if measure(&text).is_none_or(|found| found.depth <= 64) && parse_query(&text).is_ok() {
            // Three quotes open a block string, whatever follows; the parser would also take `""""` for two empty texts.
            let unended = text.contains("\"\"\"");
            prop_assert!(measure(&text).is_some() || unended, "{text:?}");
        }
    }

    #[test]
    fn languages_and_weights_may_be_anything(header in "[a-z*;=q.0-9, -]{0,60}", weight in "-?[0-9]{0,40}(\\.[0-9]{0,40})?") {
        let _ = Locale::negotiate(&header);
        let _ = Locale::negotiate(&format!("en;q={weight}"));
        prop_assert!(permille(&weight) <= 1000);
    }
}

#[test]
fn strings_end_where_the_grammar_ends_them() {
    let depth = |text: &str| measure(text).map(|found| found.depth);
    for (text, expected) in [
        // An end of their own.
        ("{a(b:\"[[[\")}", Some(2)),
        ("{a(b:\"\"\"[[[\"\"\")}", Some(2)),
        ("{a(b:\"\\\"[[[\")}", Some(2)),
        ("{a(b:\"\"\"\\\"\"\"[[[\"\"\")}", Some(2)),
        ("{a(b:\"\\\\\" c:[[1]])}", Some(4)),
        ("{a(b:\"\"\"x\\\\\"\"\" [[[\"\"\")}", Some(2)),
        ("{a(b:[\"\" [[[", Some(6)),
        // None.
        ("{a(b:[\"\"\"x\" [[[", None),
        ("{a(b:\"x", None),
        ("{a(b:\"x\n\")}", None),
        ("{a(b:\"x\r\")}", None),
        ("{a(b:\"\\q\")}", None),
        ("{a(b:\"\"\"x\\\"\"\"", None),
        // Comments end with their line, whichever way it ends.
        ("# [[[\r[", Some(1)),
        ("# \"\n[", Some(1)),
    ] {
        assert_eq!(depth(text), expected, "{text:?}");
    }
}
