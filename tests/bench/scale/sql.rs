//! What two databases say differently.

/// One of them.
#[derive(Clone, Copy)]
pub enum Sql {
    PostgreSql,
    Sqlite,
}

impl Sql {
    /// Rows `n` from one number to another.
    pub fn numbers(self, from: u32, to: u32) -> String {
        match self {
            Self::PostgreSql => format!("WITH rows(n) AS (SELECT generate_series({from}::bigint, {to}))"),
            Self::Sqlite => format!("WITH RECURSIVE rows(n) AS (SELECT {from} UNION ALL SELECT n + 1 FROM rows WHERE n < {to})"),
        }
    }

    /// The id of row n of a table, in hexadecimal digits.
    pub fn id(self, table: u8, n: &str) -> String {
        match self {
            Self::PostgreSql => format!("('01900000-0000-700{table}-8000-' || lpad(to_hex({n}), 12, '0'))::uuid"),
            Self::Sqlite => format!("unhex('019000000000700{table}80' || printf('%014x', {n}))"),
        }
    }

    /// A time of its own for row n.
    pub fn time(self, n: &str) -> String {
        match self {
            Self::PostgreSql => format!("timestamptz '2025-01-01' + {n} * interval '1 second'"),
            Self::Sqlite => format!("strftime('%Y-%m-%dT%H:%M:%S', 1735689600 + {n}, 'unixepoch') || '.000000+00:00'"),
        }
    }

    /// A text of a content; empty if it is not told in this language.
    pub fn text(self, content: &str, field: &str, language: &str) -> String {
        match self {
            Self::PostgreSql => format!("coalesce({content}->'{field}'->>'{language}', '')"),
            Self::Sqlite => format!("coalesce({content}->>'$.{field}.{language}', '')"),
        }
    }

    /// A part of a content, as JSON.
    pub fn part(self, content: &str, field: &str) -> String {
        match self {
            Self::PostgreSql => format!("{content}->'{field}'"),
            Self::Sqlite => format!("{content}->'$.{field}'"),
        }
    }

    /// A list, or an object, of JSON.
    pub fn json(self, what: &str, values: &str) -> String {
        match self {
            Self::PostgreSql => format!("jsonb_build_{what}({values})"),
            Self::Sqlite => format!("json_{what}({values})"),
        }
    }

    /// The content with these values in place of its own, each a path and what is put there.
    pub fn with(self, content: &str, values: &[(String, String)]) -> String {
        match self {
            Self::PostgreSql => values.iter().fold(content.to_owned(), |content, (at, value)| {
                format!("jsonb_set({content}, '{{{}}}', to_jsonb({value}))", at.replace('.', ","))
            }),
            Self::Sqlite => {
                let values: String = values.iter().map(|(at, value)| format!(", '$.{at}', {value}")).collect();
                format!("json_set({content}{values})")
            }
        }
    }

    /// The content without what these fields tell in one language.
    pub fn without(self, content: &str, fields: &[&str], language: &str) -> String {
        match self {
            Self::PostgreSql => {
                let paths: String = fields.iter().map(|field| format!(" #- '{{{field},{language}}}'")).collect();
                format!("({content}{paths})")
            }
            Self::Sqlite => {
                let paths: String = fields.iter().map(|field| format!(", '$.{field}.{language}'")).collect();
                format!("json_remove({content}{paths})")
            }
        }
    }
}
