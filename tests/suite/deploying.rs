//! What lies in `deploy/` speaks of the program as it is: settings, figures, sections of the runbook.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use lianqiao::{
    config::DEFAULTS,
    telemetry::metrics::{Kind, METRICS},
};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Every text below a folder of the repository, with its file.
fn files(folder: &str) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if entry.is_dir() {
                folders.push(entry);
            } else {
                // Pictures say nothing.
                let bytes = fs::read(&entry).unwrap();
                found.extend(String::from_utf8(bytes).ok().map(|text| (entry, text)));
            }
        }
    }
    found
}

/// The words of `text` that begin with `start` and go on with letters, digits and `_`.
fn words<'a>(text: &'a str, start: &str) -> BTreeSet<&'a str> {
    let end = |rest: &str| rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(rest.len());
    text.match_indices(start).map(|(at, _)| &text[at..at + end(&text[at..])]).collect()
}

fn defaults() -> toml::Table {
    DEFAULTS.parse().unwrap()
}

/// Whether `section.key` (or a key outside sections) is a setting.
fn is_setting(path: &[String]) -> bool {
    // Optional settings of `[mail]` that have no default.
    let without_default = ["mail.directory", "mail.reply_to"].contains(&path.join(".").as_str());
    let mut table = defaults();
    for (at, name) in path.iter().enumerate() {
        match table.get(name) {
            Some(toml::Value::Table(inner)) if at + 1 < path.len() => table = inner.clone(),
            Some(value) => return at + 1 == path.len() && !value.is_table(),
            None => return without_default,
        }
    }
    false
}

#[test]
fn every_setting_that_is_deployed_exists() {
    // Not settings: where the settings are, and what commands, tests and scripts ask for.
    const OTHERS: [&str; 4] = ["LIANQIAO_CONFIG", "LIANQIAO_FAILPOINTS", "LIANQIAO_OPERATOR_PASSWORD", "LIANQIAO_URL"];
    let (mut wrong, mut seen) = (Vec::new(), 0);
    for (file, text) in files("deploy").into_iter().chain(files("docs")) {
        for name in words(&text, "LIANQIAO_")
            .into_iter()
            .filter(|name| !OTHERS.contains(name) && !["LIANQIAO_TEST_", "LIANQIAO_BENCH_"].iter().any(|own| name.starts_with(own)))
        {
            seen += 1;
            let path: Vec<String> = name["LIANQIAO_".len()..].to_lowercase().split("__").map(str::to_owned).collect();
            // `LIANQIAO_DATABASE__` in a sentence is the beginning of many.
            if !is_setting(&path) && path.iter().all(|part| !part.is_empty()) {
                wrong.push(format!("{}: {name}", file.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "no such settings:\n{}", wrong.join("\n"));
    assert!(seen > 40, "only {seen} were looked at");
}

#[test]
fn the_example_settings_are_sound() {
    let file = root().join("deploy/lianqiao.example.toml");
    let example: toml::Table = fs::read_to_string(&file).unwrap().parse().unwrap();
    for (section, values) in &example {
        for key in values.as_table().unwrap().keys() {
            assert!(is_setting(&[section.clone(), key.clone()]), "{section}.{key}");
        }
    }
    lianqiao::config::Config::load(Some(&file)).unwrap();
}

/// The names of series that a figure has.
fn series() -> BTreeSet<String> {
    let of = |metric: &lianqiao::telemetry::metrics::Metric| match metric.kind {
        Kind::Histogram(_) => ["_bucket", "_sum", "_count"].map(|suffix| format!("{}{suffix}", metric.name)).to_vec(),
        Kind::Counter | Kind::Gauge => vec![metric.name.to_owned()],
    };
    METRICS.iter().flat_map(of).collect()
}

#[test]
fn dashboards_and_alerts_ask_for_figures_that_there_are() {
    let (series, mut used) = (series(), BTreeSet::new());
    for (file, text) in files("deploy/monitoring") {
        let asked: BTreeSet<&str> = words(&text, "lianqiao_").into_iter().chain(words(&text, "process_")).collect();
        for name in asked {
            assert!(series.contains(name), "{}: {name} is no figure of the program", file.display());
            used.insert(name.to_owned());
        }
    }
    // What nobody looks at need not be counted.
    let seen = |metric: &&lianqiao::telemetry::metrics::Metric| used.iter().any(|name| name.starts_with(metric.name));
    let unseen: Vec<_> = METRICS.iter().filter(|metric| !seen(metric)).map(|metric| metric.name).collect();
    assert!(unseen.is_empty(), "on no dashboard and in no alert: {unseen:?}");
}

#[test]
fn labels_that_are_asked_for_are_labels_of_the_figure() {
    let text = fs::read_to_string(root().join("deploy/monitoring/alerts.yml")).unwrap();
    for metric in METRICS {
        let suffixes = ["", "_bucket", "_sum", "_count"];
        for start in suffixes.map(|suffix| format!("{}{suffix}{{", metric.name)) {
            for (at, _) in text.match_indices(&start) {
                let inner = &text[at + start.len()..];
                let inner = &inner[..inner.find('}').unwrap()];
                for pair in inner.split(", ").filter(|pair| !pair.is_empty()) {
                    let label = pair.split(['=', '!']).next().unwrap();
                    assert!(metric.labels.contains(&label) || ["job", "instance"].contains(&label), "{}: {label}", metric.name);
                }
            }
        }
    }
}

/// The address of a heading, as GitHub makes it.
fn anchor(heading: &str) -> String {
    let kept = |c: char| c.is_alphanumeric() || c == '-' || c == ' ';
    heading.to_lowercase().chars().filter(|c| kept(*c)).collect::<String>().trim().replace(' ', "-")
}

#[test]
fn every_alert_leads_to_its_section_of_the_runbook_and_every_section_says_the_same_four_things() {
    let runbook = fs::read_to_string(root().join("docs/runbook.md")).unwrap();
    let mut sections: Vec<(String, String)> = Vec::new();
    for line in runbook.lines() {
        match line.strip_prefix("## ") {
            Some(heading) => sections.push((anchor(heading), String::new())),
            None => {
                if let Some((_, text)) = sections.last_mut() {
                    text.push_str(line);
                    text.push('\n');
                }
            }
        }
    }
    for (anchor, text) in &sections {
        for part in ["**You see**", "**Why**", "**Do**", "**Over when**"] {
            assert!(text.contains(part), "#{anchor} does not say {part}");
        }
    }
    let alerts = fs::read_to_string(root().join("deploy/monitoring/alerts.yml")).unwrap();
    let count = alerts.matches("- alert:").count();
    let links: Vec<&str> = alerts.lines().filter_map(|line| line.trim().strip_prefix("runbook_url: docs/runbook.md#")).collect();
    assert_eq!(links.len(), count, "an alert without a section of the runbook");
    for link in links {
        assert!(sections.iter().any(|(anchor, _)| anchor == link), "docs/runbook.md has no section #{link}");
    }
}
