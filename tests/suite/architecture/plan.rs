//! The floor plan as data. `ARCHITECTURE.md` tells the same in words: change both.

/// Rooms of `server/src` by rank. A room may use any room of a lower rank, and none of its own rank or above.
pub const PLAN: &[(u8, &[&str])] = &[
    (0, &["kernel", "failpoint", "telemetry"]),
    (1, &["built", "reference", "locale", "search", "mail", "files", "vectors"]),
    (2, &["config"]),
    (3, &["keys", "db", "oidc"]),
    (4, &["embedding", "feed", "matching", "rulebook", "throttle"]),
    (5, &["ctx"]),
    (6, &["outbox", "audit", "idempotency", "reminder"]),
    (7, &["gql"]),
    (8, &["identity", "rules_api", "upload"]),
    (9, &["listing"]),
    (10, &["advisor"]),
    (11, &["demand", "ledger", "platform"]),
    (12, &["import", "licensing", "saved_search"]),
    (13, &["brokering"]),
    (14, &["notification", "operation", "pairing"]),
    (15, &["jobs", "seed"]),
    (16, &["graph"]),
    (17, &["http"]),
    (18, &["app"]),
    (19, &["cli"]),
];

/// Arrows that point up all the same: file, room it uses, why that is right.
pub const EXCEPTIONS: &[(&str, &str, &str)] =
    &[("server/src/rulebook/store.rs", "ctx", "the rules live in the context; the one function that loads them is handed the context")];

/// Machines that only some rooms may use, and why.
pub const MACHINES: &[(&str, &[&str], &str)] = &[
    ("mail", &["config", "notification", "jobs", "app"], "mails are written and sent from the outbox, never from an action"),
    ("feed", &["ctx", "notification", "jobs", "app", "seed"], "feeds are filled from the outbox, never from an action"),
    ("embedding", &["app"], "vectors are asked for through the trait that matching is handed"),
    ("http", &["app"], "only the program itself opens the door"),
    ("graph", &["http", "cli"], "only the door executes the schema"),
    ("jobs", &["app", "cli"], "jobs follow events; nobody calls them"),
];

/// The slices: a folder with the same rooms in each.
pub const SLICES: &[&str] = &[
    "identity",
    "upload",
    "listing",
    "advisor",
    "demand",
    "import",
    "ledger",
    "licensing",
    "pairing",
    "brokering",
    "platform",
    "saved_search",
    "notification",
    "operation",
];

/// Rooms inside a slice: name, neighbors it must not use, rooms outside the slice it must not use.
pub const SLICE_ROOMS: &[(&str, &[&str], &[&str])] = &[
    (
        "rules",
        &["policy", "store", "actions", "api"],
        &["ctx", "db", "outbox", "audit", "idempotency", "gql", "search", "mail", "files", "feed"],
    ),
    ("policy", &["store", "actions", "api"], &["ctx", "db", "outbox", "audit", "idempotency", "gql", "search", "mail", "files", "feed"]),
    ("store", &["actions", "api"], &["outbox", "audit", "gql", "search", "mail", "files", "feed"]),
    ("actions", &["api"], &["gql", "mail", "feed"]),
    ("api", &["store"], &["db", "mail"]),
];

/// Arrows inside slices that are right all the same: file, room it uses, why that is right.
pub const SLICE_EXCEPTIONS: &[(&str, &str, &str)] = &[
    ("server/src/notification/rules/mod.rs", "mail", "what a mail is about follows from its template"),
    ("server/src/notification/store.rs", "mail", "this slice keeps mails as rows; a row names its template"),
    ("server/src/notification/actions/mod.rs", "feed", "this slice shows the feed to its viewer"),
    ("server/src/notification/actions/digest.rs", "feed", "mails about alerts are gathered from the feed"),
    ("server/src/identity/api/query.rs", "store", "a filter of the store is made from the arguments"),
    ("server/src/licensing/api/inputs.rs", "store", "filters of the store are made from the arguments"),
];

/// Whether a file keeps tables: `store.rs` or a file in `store/`, and the small rooms that are stores as a whole.
pub fn is_store(path: &str) -> bool {
    const WHOLE: [&str; 2] = ["server/src/feed/mod.rs", "server/src/idempotency/mod.rs"];
    path.ends_with("/store.rs") || path.contains("/store/") || WHOLE.contains(&path)
}
