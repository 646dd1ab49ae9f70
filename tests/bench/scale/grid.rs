//! Figures in a table: a row for each, a column for each size.

use std::time::Duration;

/// Rows in the order in which they were first taken.
#[derive(Default)]
pub struct Grid {
    sizes: Vec<u32>,
    rows: Vec<(String, Vec<String>)>,
    remark: &'static str,
}

impl Grid {
    /// Begins the column for `size`.
    pub fn column(&mut self, size: u32) {
        eprintln!("== {size} listings");
        self.sizes.push(size);
    }

    /// Adds a figure to the column that was begun last.
    pub fn add(&mut self, name: impl Into<String>, figure: impl Into<String>) {
        let (name, figure, column) = (name.into(), figure.into(), self.sizes.len());
        eprintln!("  {name}: {figure}");
        let index = self.rows.iter().position(|(known, _)| *known == name).unwrap_or_else(|| {
            self.rows.push((name, Vec::new()));
            self.rows.len() - 1
        });
        let row = &mut self.rows[index].1;
        row.resize(column - 1, String::new());
        row.push(figure);
    }

    /// What has to be known of the figures, above the table.
    pub fn remark(&mut self, remark: &'static str) {
        self.remark = remark;
    }

    /// Prints the table as Markdown.
    pub fn print(&self) {
        let heads: Vec<_> = self.sizes.iter().map(ToString::to_string).collect();
        if !self.remark.is_empty() {
            println!("\n{}", self.remark);
        }
        println!("\n| what | {} |\n|---|{}", heads.join(" | "), "---|".repeat(heads.len()));
        for (name, figures) in &self.rows {
            println!("| {name} | {} |", figures.join(" | "));
        }
    }
}

/// A time as people read it.
pub fn time(time: Duration) -> String {
    let millis = time.as_secs_f64() * 1000.0;
    if millis < 10.0 { format!("{millis:.2} ms") } else { format!("{millis:.0} ms") }
}
