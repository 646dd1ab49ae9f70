//! The likeliest mistakes of an installation, each made on purpose and found.

mod ground;
mod neighbors;
mod secrets;

use std::process::Command;

use serde_json::Value;

use crate::installation::{Installation, said};

/// What `lianqiao doctor` says.
struct Report {
    code: i32,
    findings: Vec<Value>,
}

impl Report {
    fn of(here: &Installation) -> Self {
        Self::from(here.command(&["doctor", "--json"]))
    }

    fn from(mut command: Command) -> Self {
        let (code, out, error) = said(command.output().unwrap());
        let report: Value = serde_json::from_str(&out).unwrap_or_else(|_| panic!("no JSON: {out}{error}"));
        assert_eq!(report["well"], code == 0, "{out}");
        Self { code, findings: report["findings"].as_array().unwrap().clone() }
    }

    /// Whether a finding of `check` and `state` says all of `words`, in what was found and what to do.
    fn has(&self, check: &str, state: &str, words: &[&str]) -> bool {
        self.findings.iter().any(|finding| {
            let text = format!("{} {}", finding["found"].as_str().unwrap(), finding["advice"].as_str().unwrap_or_default());
            finding["check"] == check && finding["state"] == state && words.iter().all(|word| text.contains(word))
        })
    }

    /// The doctor must have found that something is wanting, and say what to do.
    #[track_caller]
    fn wants(&self, check: &str, words: &[&str]) {
        assert!(self.has(check, "wanting", words), "{check} {words:?} was not found: {:#?}", self.findings);
        assert_eq!(self.code, 3);
        for finding in self.findings.iter().filter(|finding| finding["state"] != "well") {
            assert!(finding["advice"].as_str().is_some_and(|advice| advice.len() > 10), "no advice: {finding}");
        }
    }

    #[track_caller]
    fn says(&self, check: &str, state: &str, words: &[&str]) {
        assert!(self.has(check, state, words), "{check} {state} {words:?} was not said: {:#?}", self.findings);
    }

    #[track_caller]
    fn does_not_want(&self, check: &str) {
        let wanting = self.findings.iter().find(|finding| finding["check"] == check && finding["state"] == "wanting");
        assert!(wanting.is_none(), "{wanting:?}");
    }
}

/// A migrated installation.
async fn migrated() -> Installation {
    let here = Installation::new().await;
    assert_eq!(here.run(&["migrate"]).0, 0);
    here
}

/// An installation with the demo world.
async fn with_demo_world() -> Installation {
    let here = Installation::new().await;
    let (code, _, error) = here.run(&["seed", "--demo"]);
    assert_eq!(code, 0, "{error}");
    here
}
