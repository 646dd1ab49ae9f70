//! The one right of a flat row, put together from its columns and from what its numbers say themselves.

use chrono::NaiveDate;

use super::value::is_placeholder;
use crate::{
    kernel::{Date, text::half_width},
    listing::{
        content::IpRight,
        vocabulary::{IpKind, IpStatus},
    },
};

/// What the columns of a row say about its right.
#[derive(Debug, Default)]
pub(super) struct RightColumns {
    pub number: Option<String>,
    pub publication: Option<String>,
    pub kind: Option<IpKind>,
    pub title: Option<String>,
    pub office: Option<String>,
    pub status: Option<IpStatus>,
    /// The status column holds a word that nobody knows.
    pub status_unread: bool,
    pub filed_on: Option<NaiveDate>,
    pub granted_on: Option<NaiveDate>,
    pub published_on: Option<NaiveDate>,
    pub expires_on: Option<NaiveDate>,
    pub owners: Vec<String>,
    pub pledged: bool,
    pub fee_paid_until: Option<NaiveDate>,
}

/// Why a row has no right.
pub(super) enum NoRight {
    /// Nothing is said about one.
    Silent,
    /// Something is said, but no number names it.
    Nameless,
}

impl RightColumns {
    /// The right.
    pub(super) fn assemble(self) -> Result<IpRight, NoRight> {
        let said = self.status.is_some()
            || self.status_unread
            || self.kind.is_some()
            || self.filed_on.or(self.granted_on).or(self.expires_on).or(self.fee_paid_until).is_some()
            || !self.owners.is_empty();
        let publication = self.publication.as_deref().map(publication_number);
        let named = self.number.as_deref().and_then(right_number).or_else(|| publication.clone());
        let Some(number) = named else { return Err(if said { NoRight::Nameless } else { NoRight::Silent }) };

        // Letter behind a Chinese publication number: A is an application; B, C, U, Y and S are grants.
        let letter = publication.as_deref().filter(|number| number.starts_with("CN")).and_then(kind_letter);
        let granted = letter.map(|letter| letter != 'A');
        // A publication says what was once published, not what became of it.
        let status = self.status.unwrap_or(IpStatus::Unknown);
        let kind = self.kind.or_else(|| letter.and_then(kind_of_letter)).unwrap_or_else(|| kind_of_number(&number, status));
        Ok(IpRight {
            kind,
            office: self.office.or_else(|| office_of(&number).map(str::to_owned)),
            number,
            title: self.title,
            status,
            filed_on: self.filed_on.map(Date),
            // A Chinese grant takes effect on the day of its announcement (专利法 arts. 39-40).
            granted_on: self.granted_on.or(self.published_on.filter(|_| granted == Some(true))).map(Date),
            expires_on: self.expires_on.map(Date),
            owners: self.owners,
            pledged: self.pledged,
            fee_paid_until: self.fee_paid_until.map(Date),
        })
    }
}

/// Marks rights as lapsed whose last day is over, where the file says that they are in force or nothing at all: lists are
/// seldom as fresh as the calendar. To be called when the last day has been filled in.
pub fn settle_status(rights: &mut [IpRight], today: NaiveDate) {
    for right in rights {
        let may_have_lapsed = matches!(right.status, IpStatus::InForce | IpStatus::Unknown);
        if may_have_lapsed && right.expires_on.is_some_and(|last| last.0 < today) {
            right.status = IpStatus::Lapsed;
        }
    }
}

/// An application or patent number as we keep it: Chinese ones as `202310123456.6`, others as they are with single
/// spaces. Placeholders like `/0` are none.
pub(super) fn right_number(text: &str) -> Option<String> {
    let half = half_width(text);
    let line = half.split_whitespace().collect::<Vec<_>>().join(" ");
    let meaningful = line.chars().any(|c| c.is_alphanumeric() && c != '0');
    if is_placeholder(&line) || !meaningful {
        return None;
    }
    if let Some(chinese) = chinese_number(&line) {
        return Some(chinese);
    }
    // `14/ 033725` is a slip of the keyboard, not a number of two parts.
    Some(line.replace("/ ", "/").replace(" /", "/"))
}

/// `CN201220249767.4`, `ZL 2012 2 0249767.4` and `2012202497674` as `201220249767.4`; older ones as `93105342.1`.
fn chinese_number(text: &str) -> Option<String> {
    let tight: String = text.to_uppercase().chars().filter(|c| !c.is_whitespace()).collect();
    let bare = ["CNZL", "ZL", "CN"].iter().find_map(|prefix| tight.strip_prefix(prefix)).unwrap_or(&tight);
    let prefixed = bare.len() < tight.len();
    let (body, check) = match bare.split_once('.') {
        Some((body, check)) => (body, check),
        None => bare.split_at_checked(bare.len().checked_sub(1)?)?,
    };
    let digits = body.bytes().all(|byte| byte.is_ascii_digit());
    let check_fits = check.len() == 1 && check.bytes().all(|byte| byte.is_ascii_digit() || byte == b'X');
    // Eight digits are the numbers before October 2003; bare they could be anything.
    let length_fits = body.len() == 12 || (body.len() == 8 && (prefixed || bare.contains('.')));
    (digits && check_fits && length_fits).then(|| format!("{body}.{check}"))
}

fn publication_number(text: &str) -> String {
    half_width(text).to_uppercase().chars().filter(|c| !c.is_whitespace()).collect()
}

fn kind_letter(publication: &str) -> Option<char> {
    publication
        .trim_end_matches(|c: char| c.is_ascii_digit())
        .chars()
        .next_back()
        .filter(char::is_ascii_uppercase)
        .filter(|_| publication.len() > 8)
}

const fn kind_of_letter(letter: char) -> Option<IpKind> {
    match letter {
        'A' => Some(IpKind::PatentApplication),
        'B' | 'C' => Some(IpKind::PatentInvention),
        'U' | 'Y' => Some(IpKind::PatentUtility),
        'S' | 'D' => Some(IpKind::PatentDesign),
        _ => None,
    }
}

/// The kind that the type digit of a Chinese number says; for others, whether it is granted decides.
fn kind_of_number(number: &str, status: IpStatus) -> IpKind {
    let digit = match number.find('.') {
        Some(12) => number.chars().nth(4),
        Some(8) => number.chars().nth(2),
        _ => None,
    };
    match digit {
        Some('2' | '9') => IpKind::PatentUtility,
        Some('3') => IpKind::PatentDesign,
        _ if status == IpStatus::Pending => IpKind::PatentApplication,
        _ => IpKind::PatentInvention,
    }
}

/// The office whose numbers look like this.
fn office_of(number: &str) -> Option<&'static str> {
    let serial = || {
        // Series code and serial number of the United States: `13/033,085`, `12/474430`.
        let (series, serial) = number.split_once('/')?;
        let plain = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_digit() || c == ',' || c == '/');
        (series.len() == 2 && plain(series) && plain(serial)).then_some("US")
    };
    let chinese = chinese_number(number).is_some() || (number.starts_with("CN") && number.len() > 8);
    let international = number.starts_with("PCT/") || number.starts_with("WO");
    match (chinese, international) {
        (true, _) => Some("CN"),
        (_, true) => Some("WO"),
        _ if number.starts_with("EP") => Some("EP"),
        _ if number.starts_with("US") => Some("US"),
        _ => serial(),
    }
}
