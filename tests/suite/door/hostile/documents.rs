//! Documents that are more than they look like, or less.

use super::{Case, Expect, scene::document};
use Expect::{Answer, Code, Either, Refusal};

fn nested(open: &str, close: &str, depth: usize) -> String {
    format!("{{ __type(name: {}1{}) {{ name }} }}", open.repeat(depth), close.repeat(depth))
}

fn numbered(count: usize, text: impl Fn(usize) -> String) -> String {
    (0..count).map(text).collect()
}

fn doubling(depth: usize) -> String {
    let fragments = numbered(depth, |i| format!("fragment F{i} on Query {{ ...F{0} ...F{0} }} ", i + 1));
    format!("{{ ...F0 }} {fragments} fragment F{depth} on Query {{ __typename }}")
}

/// The table.
pub fn cases() -> Vec<Case> {
    const BAD: Expect = Code("BAD_USER_INPUT");
    const MUCH: Expect = Code("COST_EXCEEDED");
    let text = |inner: &str| format!("{{ __type(name: {inner}) {{ name }} }}");
    let table: Vec<(&str, String, Expect)> = vec![
        // Nesting.
        ("lists in a list", nested("[", "]", 2000), MUCH),
        ("objects in an object", nested("{a:", "}", 1500), MUCH),
        ("lists in an object in a list", nested("[{a:", "}]", 800), MUCH),
        ("lists in a default", format!("query($a: Int = {}{}) {{ __typename }}", "[".repeat(1500), "]".repeat(1500)), MUCH),
        ("lists in a directive", format!("{{ __typename @skip(if: {}{}) }}", "[".repeat(1500), "]".repeat(1500)), MUCH),
        ("lists in a type", format!("query($a: {}Int{}) {{ __typename }}", "[".repeat(1500), "]".repeat(1500)), MUCH),
        (
            "lists in a fragment's directive",
            format!("{{ ...F }} fragment F on Query @skip(if: {}{}) {{ __typename }}", "[".repeat(1500), "]".repeat(1500)),
            MUCH,
        ),
        ("lists that do not end", format!("{{ __type(name: {}", "[".repeat(3000)), MUCH),
        ("lists behind a text that does not end", format!("{{ __type(name: [\"\"\"x\" {}]) {{ name }} }}", "[".repeat(3000)), BAD),
        ("a bit too deep", nested("[", "]", 70), MUCH),
        ("deep, but no deeper than allowed", nested("[", "]", 50), Refusal),
        ("selections in selections", format!("{}__typename{}", "{ a ".repeat(60), "}".repeat(60)), Refusal),
        ("inline fragments in inline fragments", format!("{{ {}__typename{} }}", "... { ".repeat(50), "}".repeat(50)), Refusal),
        // Fragments.
        ("doubling fragments", doubling(30), MUCH),
        ("a fragment in itself", "{ ...A } fragment A on Query { ...A }".to_owned(), BAD),
        ("fragments in a circle", "{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }".to_owned(), BAD),
        ("a circle that nobody enters", "{ __typename } fragment A on Query { ...A }".to_owned(), BAD),
        ("a fragment that is not there", "{ ...Nowhere }".to_owned(), BAD),
        ("a fragment that nobody spreads", "{ __typename } fragment A on Query { __typename }".to_owned(), BAD),
        (
            "hundreds of fragments",
            format!("{{ {} }} {}", numbered(500, |i| format!("...F{i} ")), numbered(500, |i| format!("fragment F{i} on Query {{a}}"))),
            Refusal,
        ),
        (
            "a chain of fragments",
            format!(
                "{{ ...F0 }} {} fragment F200 on Query {{ __typename }}",
                numbered(200, |i| format!("fragment F{i} on Query {{ ...F{} }}", i + 1))
            ),
            MUCH,
        ),
        ("one fragment twice", "{ ...A } fragment A on Query { __typename } fragment A on Query { __typename }".to_owned(), Refusal),
        ("a fragment on a scalar", "{ ...A } fragment A on String { __typename }".to_owned(), BAD),
        ("a fragment on nothing", "{ ...A } fragment A on Nowhere { __typename }".to_owned(), BAD),
        ("a fragment called on", "{ ...on } fragment on on Query { __typename }".to_owned(), Either),
        // Width.
        ("hundreds of aliases", format!("{{ {} }}", numbered(900, |i| format!("a{i}:__typename "))), MUCH),
        ("thousands of fields", format!("{{ {} }}", "__typename ".repeat(1300)), Either),
        ("thousands of tokens", format!("{{ __typename }} # {}\n {}", "x".repeat(100), "{a}".repeat(4000)), MUCH),
        ("hundreds of directives", format!("{{ __typename {} }}", "@skip(if: false) ".repeat(600)), Refusal),
        ("hundreds of directives nobody knows", format!("{{ __typename {} }}", "@no ".repeat(1000)), Refusal),
        ("hundreds of arguments", format!("{{ __type({}) {{ name }} }}", numbered(900, |i| format!("a{i}: 1 "))), BAD),
        ("one argument twice", "{ __type(name: \"A\", name: \"B\") { name } }".to_owned(), Either),
        ("hundreds of variables", format!("query({}) {{ __typename }}", numbered(800, |i| format!("$a{i}: Int "))), BAD),
        ("one variable twice", "query($a: Int, $a: Int) { __typename }".to_owned(), Refusal),
        ("hundreds of operations", numbered(300, |i| format!("query Q{i} {{ __typename }} ")), BAD),
        ("one operation twice", "query A { __typename } query A { __typename }".to_owned(), BAD),
        ("five mutations", format!("mutation {{ {} }}", numbered(5, |i| format!("a{i}: logOut(input: {{}}) {{ loggedOut }} "))), MUCH),
        (
            "hundreds of sign-ins",
            format!(
                "mutation {{ {} }}",
                numbered(90, |i| format!("a{i}: logIn(input: {{email: \"a@b.c\", password: \"x\"}}) {{ clientMutationId }} "))
            ),
            MUCH,
        ),
        // The schema about itself.
        (
            "the schema in circles",
            format!("{{ __schema {{ types {{ {}name{} }} }} }}", "fields { type { ".repeat(6), "} }".repeat(6)),
            MUCH,
        ),
        (
            "the schema over and over",
            format!("{{ {} }}", numbered(90, |i| format!("a{i}: __schema {{ types {{ fields {{ name }} }} }} "))),
            MUCH,
        ),
        ("a type that is not there", text("\"Nowhere\""), Answer),
        ("the schema of a mutation", "mutation { __schema { types { name } } }".to_owned(), Either),
        // Texts.
        ("a text of 14 KB", text(&format!("\"{}\"", "x".repeat(14_000))), Answer),
        ("a document of 20 KB", format!("{{ __typename }} # {}", "x".repeat(20_000)), MUCH),
        ("a block of 14 KB", text(&format!("\"\"\"{}\"\"\"", "x\\n".repeat(4500))), Answer),
        ("a block of line breaks", text(&format!("\"\"\"{}\"\"\"", "\n ".repeat(7000))), Answer),
        ("a block of quotation marks", text(&format!("\"\"\"{}\"\"\"", "\\\"\"\"".repeat(3000))), Answer),
        ("comments only", "# nothing\n".repeat(1000), BAD),
        ("commas only", ",".repeat(10_000), BAD),
        ("a text that does not end", text("\"abc"), BAD),
        ("a block that does not end", text("\"\"\"abc"), BAD),
        ("half a surrogate as an escape", text(r#""\uD800""#), Either),
        ("a surrogate pair as escapes", text(r#""\uD83D\uDE00""#), Either),
        ("a code point in braces", text(r#""\u{1F600}""#), Either),
        ("an escape of nothing", text(r#""\q""#), BAD),
        ("an escape cut short", text(r#""\u00""#), BAD),
        ("NUL as an escape", text(r#""a\u0000""#), Code("FORBIDDEN_CHARACTERS")),
        ("NUL as an escape in a default", r#"query($a: String = "\u0000") { __type(name: $a) { name } }"#.to_owned(), Refusal),
        ("NUL in the document", "{ __typename \0 }".to_owned(), BAD),
        ("a bell in the document", "{ __typename \u{7} }".to_owned(), BAD),
        ("a mark of byte order in the document", "\u{feff}{ __typename }".to_owned(), Either),
        ("text that runs backwards", "{ \u{202e}__typename }".to_owned(), BAD),
        ("a name in Chinese", "{ 成果 }".to_owned(), BAD),
        ("a name with a look-alike", "{ __typen\u{430}me }".to_owned(), BAD),
        ("a name of 10 KB", format!("{{ {} }}", "a".repeat(10_000)), BAD),
        ("spaces of every kind", "{\u{a0}__typename\u{2003}}".to_owned(), BAD),
        // Numbers.
        ("a number of ten thousand digits", text(&"9".repeat(10_000)), Refusal),
        ("1e400", text("1e400"), Refusal),
        ("minus zero", text("-0"), Refusal),
        ("a number with a leading zero", text("007"), BAD),
        // Shapes.
        ("an empty selection", "{ }".to_owned(), BAD),
        ("a query without its fields", "query".to_owned(), BAD),
        ("an operation of a kind nobody knows", "frobnicate { __typename }".to_owned(), BAD),
        ("a schema instead of a query", "type Query { a: Int }".to_owned(), BAD),
        ("a query and a schema", "{ __typename } type A { a: Int }".to_owned(), BAD),
        ("a variable that is not declared", "{ __type(name: $x) { name } }".to_owned(), BAD),
        ("a variable of a type nobody knows", "query($x: Nothing) { __type(name: $x) { name } }".to_owned(), BAD),
        ("a variable that must be there", "query($x: String!) { __type(name: $x) { name } }".to_owned(), BAD),
        ("a default that does not fit", "query($x: Int = \"a\") { listings(first: $x) { totalCount } }".to_owned(), BAD),
        ("a skip without its condition", "{ __typename @skip }".to_owned(), BAD),
        ("an include without its condition", "{ ... @include { __typename } }".to_owned(), BAD),
        ("a skip with another argument", "{ __typename @skip(unless: true) }".to_owned(), BAD),
        ("a skip by a text", "{ __typename @skip(if: \"true\") }".to_owned(), Refusal),
        ("everything skipped", "{ __typename @skip(if: true) }".to_owned(), Answer),
        ("a directive of the schema", "{ __typename @deprecated }".to_owned(), Refusal),
        ("a field on a scalar", "{ __typename { a } }".to_owned(), BAD),
        ("an object without its fields", "{ viewer }".to_owned(), BAD),
        ("two fields of one name", "{ a: __typename a: __schema { description } }".to_owned(), Either),
        ("a subscription over HTTP", "subscription { viewerEvents { id } }".to_owned(), Refusal),
        ("two subscriptions in one", "subscription { a: viewerEvents { id } b: viewerEvents { id } }".to_owned(), Refusal),
        ("a mutation in a query", "{ logOut(input: {}) { loggedOut } }".to_owned(), BAD),
        (
            "a page of billions of pages",
            "{ organizations(first: 1073741824) { nodes { members(first: 1073741824) { nodes { id } } } } }".to_owned(),
            Refusal,
        ),
    ];
    table.into_iter().map(|(name, text, expect)| Case::new(&format!("document: {name}"), document(&text), expect)).collect()
}
