//! What would tell whose an anonymous demand is.
//!
//! The text of a demand is its owner's, and so is what slips into it: the own name, the telephone, the website. Those are
//! found here before the operator reads it; what only people recognize (a one-of-a-kind product) is the operator's business.

use serde_json::Value;

use super::brand::{Brand, brands};
use crate::{
    demand::{content::DemandContent, veil::without_private},
    kernel::{Code, Error, text::half_width},
    listing::content::Contact,
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
/// Fewest Latin letters of a name that is looked for inside of words too.
const SHORTEST_NAME: usize = 8;
/// Fewest digits of a telephone number that is known: shorter ones are found in quantities.
const SHORTEST_NUMBER: usize = 7;

/// What is looked for in a text.
#[derive(Debug, Default)]
struct Marks {
    /// In a text's plain form.
    plain: Vec<String>,
    /// As words of their own, in lower case: in Latin letters they are found in longer words.
    words: Vec<String>,
    /// Brands that are ordinary words as well, in a plain text or as words.
    doubtful: Vec<String>,
}

/// Places in `content` that give the owner away: `IDENTITY_IN_TEXT` at each, with `found`.
#[must_use]
pub fn giveaways(content: &DemandContent, traits: &Traits<'_>) -> Vec<Error> {
    let marks = marks(traits, content.contact.as_ref());
    searched(content, &|text| giveaway(text, &marks))
}

/// Places in `content` where an ordinary word stands that is the owner's brand as well: whether it means the owner, only
/// somebody who reads it can tell.
#[must_use]
pub fn doubts(content: &DemandContent, traits: &Traits<'_>) -> Vec<Error> {
    let marks = marks(traits, None);
    searched(content, &|text| doubt(text, &marks))
}

/// What in a single text gives the owner away, whose contact is `contact`.
#[must_use]
pub fn giveaways_of(text: &str, traits: &Traits<'_>, contact: Option<&Contact>) -> Option<Error> {
    giveaway(text, &marks(traits, contact)).map(|found| Error::new(Code::IdentityInText).with("found", found))
}

fn searched(content: &DemandContent, search: &dyn Fn(&str) -> Option<String>) -> Vec<Error> {
    let shown = without_private(content.clone());
    let mut found = Vec::new();
    if let Ok(document) = serde_json::to_value(&shown) {
        look(&document, &mut Vec::new(), search, &mut found);
    }
    found
}

fn look(value: &Value, path: &mut Vec<String>, search: &dyn Fn(&str) -> Option<String>, found: &mut Vec<Error>) {
    match value {
        Value::String(text) => {
            if let Some(giveaway) = search(text) {
                let error = Error::new(Code::IdentityInText).with("found", giveaway);
                found.push(path.iter().rev().fold(error, Error::at));
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                path.push(index.to_string());
                look(item, path, search, found);
                path.pop();
            }
        }
        Value::Object(fields) => {
            for (name, inner) in fields {
                path.push(camel(name));
                look(inner, path, search, found);
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

/// What must not be found in a text.
fn marks(traits: &Traits<'_>, contact: Option<&Contact>) -> Marks {
    let brands: Vec<Brand> = traits.names.iter().flat_map(|name| brands(name)).collect();
    let doubtful: Vec<String> = brands.iter().filter(|brand| brand.ordinary).map(|brand| brand.word.clone()).collect();
    let (latin, chinese): (Vec<_>, Vec<_>) =
        brands.into_iter().filter(|brand| !brand.ordinary).map(|brand| brand.word).partition(|word: &String| word.is_ascii());
    let cores = traits.names.iter().map(|name| core(name)).filter(|core| !core.is_empty());
    // A short one in Latin letters is a part of many words.
    let (short, cores): (Vec<_>, Vec<_>) = cores.partition(|core| core.is_ascii() && core.len() < SHORTEST_NAME);
    let names = traits.names.iter().map(|name| plain(name)).chain(cores);
    let site = traits.website.and_then(registered);
    let known = names.chain(traits.credit_code.map(plain)).chain(site).chain(contact.map(people).unwrap_or_default());
    let mut marks: Vec<String> = known.chain(chinese).collect();
    marks.retain(|mark| mark.chars().count() >= SHORTEST_CORE && (!mark.is_ascii() || mark.len() > SHORTEST_CORE));
    // What is left of a name may be an ordinary word too.
    marks.retain(|mark| !doubtful.contains(mark));
    marks.sort_unstable();
    marks.dedup();
    let mut words: Vec<String> = latin.into_iter().chain(short).collect();
    words.retain(|word| word.len() > SHORTEST_CORE && !doubtful.contains(word));
    Marks { plain: marks, words, doubtful }
}

/// The person to ask, and where: the name as it is written, and the number.
fn people(contact: &Contact) -> Vec<String> {
    // A department and a title are nobody's name.
    const OFFICES: [&str; 14] = ["部", "科", "处", "室", "组", "中心", "办", "公司", "经理", "负责人", "联系人", "工程师", "先生", "女士"];
    let words = contact.name.split_whitespace().map(plain);
    let named = words.filter(|word| !word.is_ascii() && !OFFICES.iter().any(|office| word.ends_with(office)));
    let whole = Some(plain(&contact.name)).filter(|name| name.is_ascii() && name.len() > SHORTEST_NUMBER);
    let digits = contact.phone.as_deref().map(|phone| half_width(phone).chars().filter(char::is_ascii_digit).collect::<String>());
    named.chain(whole).chain(digits.filter(|digits| digits.len() >= SHORTEST_NUMBER)).collect()
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

/// The registered domain of a website: `https://shop.yuxin.com.cn/cn` gives `yuxincomcn`.
fn registered(website: &str) -> Option<String> {
    // What stands before the country is no name: `com.cn`, `ac.uk`.
    const SECOND: [&str; 8] = ["com", "net", "org", "gov", "edu", "ac", "co", "or"];
    let host = website.split_once("://").map_or(website, |(_, rest)| rest).split(['/', ':', '?', '#']).next()?.to_lowercase();
    let labels: Vec<&str> = host.split('.').filter(|label| !label.is_empty()).collect();
    let taken = match labels.as_slice() {
        [.., second, top] if top.len() == 2 && SECOND.contains(second) => 3,
        _ => 2,
    };
    let domain = labels.get(labels.len().saturating_sub(taken)..)?.concat();
    Some(plain(&domain)).filter(|domain| !domain.is_empty())
}

/// The first thing in `text` that gives its writer away.
fn giveaway(text: &str, marks: &Marks) -> Option<String> {
    let (wide, plain) = (half_width(text), plain(text));
    if let Some(mark) = marks.plain.iter().find(|mark| plain.contains(mark.as_str())) {
        return Some(mark.clone());
    }
    if let Some(word) = marks.words.iter().find(|word| has_word(&wide, word)) {
        return Some(word.clone());
    }
    wide.split(|c: char| c.is_whitespace() || "，。；、（）()<>《》“”\"'：".contains(c))
        .find(|word| is_address(word))
        .map(str::to_owned)
        .or_else(|| telephone(&wide))
}

/// The first ordinary word in `text` that is a brand as well.
fn doubt(text: &str, marks: &Marks) -> Option<String> {
    let (wide, plain) = (half_width(text), plain(text));
    let stands = |word: &&String| if word.is_ascii() { has_word(&wide, word) } else { plain.contains(word.as_str()) };
    marks.doubtful.iter().find(stands).cloned()
}

/// Whether `word` stands in `text` by itself, and not as a part of a longer one.
fn has_word(text: &str, word: &str) -> bool {
    text.to_lowercase().split(|c: char| !c.is_ascii_alphanumeric()).any(|part| part == word)
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
