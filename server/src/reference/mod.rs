//! Code lists that ship inside the program (`seeds/reference/*.csv`): countries, divisions, industries, patent classes.
//!
//! Parsed once, on first use. Each file names its source in the comment lines at its top.

use std::{collections::HashMap, sync::LazyLock};

use crate::kernel::Locale;

/// A code list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum List {
    /// Countries and regions, ISO 3166-1 alpha-2: `CN`.
    Countries,
    /// Administrative divisions of China, GB/T 2260: `310110`.
    Divisions,
    /// Industries, GB/T 4754-2017, section letter first: `C`, `C39`, `C391`, `C3911`.
    Industries,
    /// International Patent Classification down to subclasses: `H`, `H01`, `H01L`.
    Ipc,
    /// Disciplines of science, first level of GB/T 13745-2009: `460`.
    Disciplines,
}

/// One code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The code.
    pub code: &'static str,
    /// Chinese name.
    pub name_zh: &'static str,
    /// English name; not all codes have one.
    pub name_en: Option<&'static str>,
    /// How it is told in English without an English name: what it is part of has one (`杨浦区, Shanghai`).
    placed_en: Option<&'static str>,
    /// How it is told in Chinese where other places have its name too: behind what it is part of (`上海市宝山区`).
    placed_zh: Option<&'static str>,
    /// The code above this one in the list's tree; none at the top and in flat lists.
    pub parent: Option<&'static str>,
}

impl Entry {
    /// The name in `locale`. In English, what has no English name is told by its Chinese one, beside the English name of what
    /// it is part of if there is one; in Chinese, what is not the only one of its name is told behind what it is part of.
    #[must_use]
    pub fn name(&self, locale: Locale) -> &'static str {
        match locale {
            Locale::En => self.name_en.or(self.placed_en).unwrap_or(self.name_zh),
            Locale::ZhCn => self.placed_zh.unwrap_or(self.name_zh),
        }
    }
}

struct Table {
    entries: Vec<Entry>,
    by_code: HashMap<&'static str, usize>,
}

static COUNTRIES: LazyLock<Table> =
    LazyLock::new(|| table(include_str!("../../../seeds/reference/countries.csv"), "alpha_2", List::Countries));
static DIVISIONS: LazyLock<Table> =
    LazyLock::new(|| table(include_str!("../../../seeds/reference/divisions.csv"), "code", List::Divisions));
static INDUSTRIES: LazyLock<Table> =
    LazyLock::new(|| table(include_str!("../../../seeds/reference/industries.csv"), "full_code", List::Industries));
static IPC: LazyLock<Table> = LazyLock::new(|| table(include_str!("../../../seeds/reference/ipc.csv"), "code", List::Ipc));
static DISCIPLINES: LazyLock<Table> =
    LazyLock::new(|| table(include_str!("../../../seeds/reference/disciplines.csv"), "code", List::Disciplines));

/// Reads one file. The files are part of the program and a test reads each of them in full, so a row that cannot be
/// read is left out here instead of stopping the server.
fn table(text: &'static str, code_column: &str, list: List) -> Table {
    let mut reader = csv::ReaderBuilder::new().comment(Some(b'#')).from_reader(text.as_bytes());
    let headers = reader.headers().cloned().unwrap_or_default();
    let column = |names: &[&str]| headers.iter().position(|header| names.contains(&header));
    let code = column(&[code_column]);
    let zh = column(&["name_zh", "title_zh"]);
    let en = column(&["name_en", "title_en"]);
    let parent = column(&["parent"]);
    // Cells live as long as the program: they are few, and lookups hand them out without copying.
    let cell = |row: &csv::StringRecord, at: Option<usize>| -> Option<&'static str> {
        let cell = at.and_then(|at| row.get(at)).filter(|cell| !cell.is_empty())?;
        Some(&*Box::leak(cell.to_owned().into_boxed_str()))
    };
    let mut entries: Vec<Entry> = Vec::new();
    for row in reader.records().filter_map(Result::ok) {
        let (Some(code), Some(name_zh)) = (cell(&row, code), cell(&row, zh)) else { continue };
        let parent = match list {
            List::Countries | List::Disciplines => None,
            List::Divisions => cell(&row, parent),
            List::Industries | List::Ipc => parent_of(code, list),
        };
        entries.push(Entry { code, name_zh, name_en: cell(&row, en), placed_en: None, placed_zh: None, parent });
    }
    let by_code: HashMap<_, _> = entries.iter().enumerate().map(|(index, entry)| (entry.code, index)).collect();
    if list == List::Divisions {
        let mut of_name: HashMap<&str, usize> = HashMap::new();
        for entry in &entries {
            *of_name.entry(entry.name_zh).or_default() += 1;
        }
        let leaked = |text: String| -> &'static str { Box::leak(text.into_boxed_str()) };
        for index in 0..entries.len() {
            entries[index].placed_en = placed(&entries, &by_code, index).map(leaked);
            let Entry { name_zh, parent, .. } = entries[index];
            let above = parent.and_then(|parent| by_code.get(parent)).filter(|_| of_name.get(name_zh) > Some(&1));
            entries[index].placed_zh = above.map(|above| leaked(format!("{}{name_zh}", entries[*above].name_zh)));
        }
    }
    Table { entries, by_code }
}

/// The Chinese names of a division and of what lies between, beside the English one of the nearest above that has one: several
/// cities of one province have a 鼓楼区.
fn placed(entries: &[Entry], by_code: &HashMap<&str, usize>, index: usize) -> Option<String> {
    let entry = entries[index].name_en.is_none().then(|| &entries[index])?;
    let above = |entry: &&Entry| entry.parent.and_then(|parent| Some(&entries[*by_code.get(parent)?]));
    let mut names = vec![entry.name_zh];
    for above in std::iter::successors(above(&entry), above) {
        names.push(above.name_en.unwrap_or(above.name_zh));
        if above.name_en.is_some() {
            return Some(names.join(", "));
        }
    }
    None
}

/// Both trees hang by prefix; a division of industries (`C39`) and a class of patents (`H01`) hang on their letter.
fn parent_of(code: &'static str, list: List) -> Option<&'static str> {
    let length = match (list, code.len()) {
        (_, 0 | 1) => return None,
        (_, 3) => 1,
        (_, length) => length - 1,
    };
    code.get(..length)
}

fn find_table(list: List) -> &'static Table {
    match list {
        List::Countries => &COUNTRIES,
        List::Divisions => &DIVISIONS,
        List::Industries => &INDUSTRIES,
        List::Ipc => &IPC,
        List::Disciplines => &DISCIPLINES,
    }
}

/// The entry of `code`, written exactly as in the list.
#[must_use]
pub fn find(list: List, code: &str) -> Option<&'static Entry> {
    let table = find_table(list);
    table.by_code.get(code).and_then(|index| table.entries.get(*index))
}

/// All entries, in the order of the file.
#[must_use]
pub fn entries(list: List) -> &'static [Entry] {
    &find_table(list).entries
}

/// Chinese and English name of `code`; the English one may be missing.
#[must_use]
pub fn names(list: List, code: &str) -> Option<(&'static str, Option<&'static str>)> {
    find(list, code).map(|entry| (entry.name_zh, entry.name_en))
}

/// Whether `code` is a country or region, `CN`.
#[must_use]
pub fn country_exists(code: &str) -> bool {
    find(List::Countries, code).is_some()
}

/// Whether `code` is an administrative division of China, `310110`.
#[must_use]
pub fn division_exists(code: &str) -> bool {
    find(List::Divisions, code).is_some()
}

/// Whether `code` is an industry at any level, section letter first: `C`, `C39`, `C391`, `C3911`.
#[must_use]
pub fn industry_exists(code: &str) -> bool {
    find(List::Industries, code).is_some()
}

/// Whether `code` is a subclass of the patent classification, `H01L`.
#[must_use]
pub fn ipc_subclass_exists(code: &str) -> bool {
    code.len() == 4 && find(List::Ipc, code).is_some()
}

/// Whether `code` is a discipline of science, or of a level below one that is known: `460`, `46020`, `4602010`.
#[must_use]
pub fn discipline_exists(code: &str) -> bool {
    let digits = code.bytes().all(|digit| digit.is_ascii_digit());
    digits && matches!(code.len(), 3 | 5 | 7) && find(List::Disciplines, &code[..3]).is_some()
}

/// Whether the administrative division `code` (GB/T 2260) is `above` or lies in it: `310110` in `310100` and in `310000`.
#[must_use]
pub fn lies_in(code: &str, above: &str) -> bool {
    let mut significant = above;
    while significant.len() > 2 && significant.ends_with("00") {
        significant = &significant[..significant.len() - 2];
    }
    !significant.is_empty() && code.starts_with(significant)
}
