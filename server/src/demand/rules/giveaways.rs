//! What would tell whose an anonymous demand is.
//!
//! The text of a demand is its owner's, and so is what slips into it: the own name, the telephone, the website. Those are
//! found here before the operator reads it; what only people recognize (a one-of-a-kind product) is the operator's business.

use serde_json::Value;

use crate::{
    demand::content::DemandContent,
    kernel::{Code, Error, text::half_width},
};

/// By what the owner can be recognized.
#[derive(Debug, Clone, Copy, Default)]
pub struct Traits<'a> {
    /// Names of the organization, in either language.
    pub names: &'a [String],
    /// Its unified social credit code.
    pub credit_code: Option<&'a str>,
    /// Its website.
    pub website: Option<&'a str>,
}

/// Fewest characters of a name's core that count: shorter ones are found in ordinary words.
const SHORTEST_CORE: usize = 2;

/// Places in `content` that give the owner away: `IDENTITY_IN_TEXT` at each, with `found`.
#[must_use]
pub fn giveaways(content: &DemandContent, traits: &Traits<'_>) -> Vec<Error> {
    // The contact is shown to nobody to whom the owner has not revealed itself.
    let shown = DemandContent { contact: None, ..content.clone() };
    let marks = marks(traits);
    let mut found = Vec::new();
    if let Ok(document) = serde_json::to_value(&shown) {
        look(&document, &mut Vec::new(), &marks, &mut found);
    }
    found
}

fn look(value: &Value, path: &mut Vec<String>, marks: &[String], found: &mut Vec<Error>) {
    match value {
        Value::String(text) => {
            if let Some(giveaway) = giveaway(text, marks) {
                let error = Error::new(Code::IdentityInText).with("found", giveaway);
                found.push(path.iter().rev().fold(error, Error::at));
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                path.push(index.to_string());
                look(item, path, marks, found);
                path.pop();
            }
        }
        Value::Object(fields) => {
            for (name, inner) in fields {
                path.push(camel(name));
                look(inner, path, marks, found);
                path.pop();
            }
        }
        _ => {}
    }
}

/// Letters and digits alone, in lower case and half width: `ABC, Co. Ltd.` and `abc co ltd` are the same.
fn plain(text: &str) -> String {
    half_width(text).to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect()
}

/// What must not be found in a text, in its plain form.
fn marks(traits: &Traits<'_>) -> Vec<String> {
    let names = traits.names.iter().flat_map(|name| [plain(name), core(name)]);
    let host = traits.website.and_then(host);
    let mut marks: Vec<String> = names.chain(traits.credit_code.map(plain)).chain(host).collect();
    marks.retain(|mark| mark.chars().count() >= SHORTEST_CORE && (!mark.is_ascii() || mark.len() > SHORTEST_CORE));
    marks.sort_unstable();
    marks.dedup();
    marks
}

/// What is left of a name without the words that thousands share: place, trade, legal form.
fn core(name: &str) -> String {
    const AROUND: [&str; 25] = [
        "有限责任公司",
        "股份有限公司",
        "有限公司",
        "集团",
        "公司",
        "上海市",
        "上海",
        "杨浦",
        "智能科技",
        "新材料科技",
        "生物科技",
        "信息科技",
        "科技发展",
        "科技",
        "技术",
        "实业",
        "工业",
        "company",
        "technology",
        "technologies",
        "shanghai",
        "limited",
        "co",
        "ltd",
        "inc",
    ];
    let lower = half_width(name).to_lowercase();
    let words: Vec<&str> = lower.split(|c: char| c.is_ascii() && !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let kept = words
        .into_iter()
        .filter(|word| !AROUND.contains(word))
        .map(|word| AROUND.iter().filter(|around| !around.is_ascii()).fold(word.to_owned(), |word, around| word.replace(around, "")));
    plain(&kept.collect::<String>())
}

/// The registered part of a website's host: `https://www.yuxin.example/cn` gives `yuxinexample`.
fn host(website: &str) -> Option<String> {
    let host = website.split_once("://").map_or(website, |(_, rest)| rest).split(['/', ':', '?']).next()?;
    Some(plain(host.strip_prefix("www.").unwrap_or(host))).filter(|host| !host.is_empty())
}

/// The first thing in `text` that gives its writer away.
fn giveaway(text: &str, marks: &[String]) -> Option<String> {
    let (wide, plain) = (half_width(text), plain(text));
    if let Some(mark) = marks.iter().find(|mark| plain.contains(mark.as_str())) {
        return Some(mark.clone());
    }
    wide.split(|c: char| c.is_whitespace() || "，。；、（）()<>《》“”\"'：".contains(c))
        .find(|word| is_address(word))
        .map(str::to_owned)
        .or_else(|| telephone(&wide))
}

/// An e-mail address or a link.
fn is_address(word: &str) -> bool {
    let lower = word.to_lowercase();
    let mail = lower.split_once('@').is_some_and(|(local, domain)| !local.is_empty() && domain.contains('.'));
    mail || lower.contains("://") || lower.starts_with("www.")
}

/// A Chinese mobile number or a line with its area code. A number with a unit behind it has fewer digits.
fn telephone(text: &str) -> Option<String> {
    let mut run = String::new();
    let mut runs = Vec::new();
    for c in text.chars().chain(['.']) {
        match c {
            '0'..='9' => run.push(c),
            '-' | ' ' if !run.is_empty() => {}
            _ => runs.push(std::mem::take(&mut run)),
        }
    }
    let mobile = |run: &String| run.len() == 11 && run.starts_with('1') && !run.starts_with("10");
    let line = |run: &String| (10..=12).contains(&run.len()) && run.starts_with('0') && !run.starts_with("00");
    runs.into_iter().find(|run| mobile(run) || line(run))
}

fn camel(name: &str) -> String {
    let mut parts = name.split('_');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |name, part| {
        let mut letters = part.chars();
        let head = letters.next().map(|c| c.to_ascii_uppercase());
        name + &head.into_iter().chain(letters).collect::<String>()
    })
}
