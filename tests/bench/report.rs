//! Collects figures and prints them as one table.

use std::time::Duration;

/// Figures in the order in which they were taken.
#[derive(Default)]
pub struct Report(Vec<[String; 3]>);

impl Report {
    /// A figure without a target.
    pub fn note(&mut self, name: &str, figure: impl Into<String>) {
        self.add(name, figure.into(), String::new());
    }

    /// A rate, which shall be at least `target` a second where there is one.
    pub fn rate(&mut self, name: &str, count: usize, took: Duration, target: Option<f64>) {
        let rate = count as f64 / took.as_secs_f64();
        let verdict = target.map(|least| format!("{} (at least {least:.0})", if rate >= least { "met" } else { "MISSED" }));
        self.add(name, format!("{rate:.0}/s ({count} in {:.1} s)", took.as_secs_f64()), verdict.unwrap_or_default());
    }

    /// Times of the same thing; the worst shall stay below `target` where there is one.
    pub fn times(&mut self, name: &str, mut times: Vec<Duration>, target: Option<Duration>) {
        assert!(!times.is_empty(), "{name} was never timed");
        times.sort_unstable();
        let at = |share: f64| times[((times.len() - 1) as f64 * share).round() as usize];
        let worst = at(1.0);
        let verdict = target.map(|most| format!("{} (below {})", if worst < most { "met" } else { "MISSED" }, shown(most)));
        let figure = format!("p50 {}, p99 {}, worst {} ({} times)", shown(at(0.5)), shown(at(0.99)), shown(worst), times.len());
        self.add(name, figure, verdict.unwrap_or_default());
    }

    fn add(&mut self, name: &str, figure: String, verdict: String) {
        eprintln!("  {name}: {figure}");
        self.0.push([name.to_owned(), figure, verdict]);
    }

    /// Prints the table as Markdown.
    pub fn print(&self) {
        println!("\n| what | figure | target |\n|---|---|---|");
        for [name, figure, verdict] in &self.0 {
            println!("| {name} | {figure} | {verdict} |");
        }
    }
}

fn shown(time: Duration) -> String {
    let millis = time.as_secs_f64() * 1000.0;
    if millis < 10.0 { format!("{millis:.1} ms") } else { format!("{millis:.0} ms") }
}
