//! What a kept file is. Pure.

use strum::{Display, EnumIter, EnumString, IntoStaticStr};

use crate::kernel::{
    Id, Timestamp,
    id::{self, Organization, User},
    text,
};

/// Types of files that are kept, by content. Stored and sent as their media type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Display, EnumIter, EnumString, IntoStaticStr)]
pub enum MediaType {
    /// PDF.
    #[strum(serialize = "application/pdf")]
    Pdf,
    /// PNG image.
    #[strum(serialize = "image/png")]
    Png,
    /// JPEG image.
    #[strum(serialize = "image/jpeg")]
    Jpeg,
    /// WebP image.
    #[strum(serialize = "image/webp")]
    Webp,
    /// Word document.
    #[strum(serialize = "application/vnd.openxmlformats-officedocument.wordprocessingml.document")]
    Docx,
    /// Workbook.
    #[strum(serialize = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")]
    Xlsx,
    /// Workbook with macros: read by imports, which run nothing, and never given on.
    #[strum(serialize = "application/vnd.ms-excel.sheet.macroEnabled.12")]
    Xlsm,
    /// Presentation.
    #[strum(serialize = "application/vnd.openxmlformats-officedocument.presentationml.presentation")]
    Pptx,
    /// Text of any kind: CSV and JSON Lines too, which only their readers can tell apart.
    #[strum(serialize = "text/plain")]
    Text,
}

impl MediaType {
    /// Whether it may be handed on to readers, of a listing or of a note.
    #[must_use]
    pub const fn may_be_attached(self) -> bool {
        !matches!(self, Self::Xlsm)
    }

    /// Whether a list of achievements can be read from it.
    #[must_use]
    pub const fn may_be_imported(self) -> bool {
        matches!(self, Self::Xlsx | Self::Xlsm | Self::Text)
    }

    /// Endings that a name of such a file may have; the first one is the usual.
    #[must_use]
    pub const fn endings(self) -> &'static [&'static str] {
        match self {
            Self::Pdf => &["pdf"],
            Self::Png => &["png"],
            Self::Jpeg => &["jpg", "jpeg"],
            Self::Webp => &["webp"],
            Self::Docx => &["docx"],
            Self::Xlsx => &["xlsx"],
            Self::Xlsm => &["xlsm"],
            Self::Pptx => &["pptx"],
            Self::Text => &["txt", "csv", "jsonl", "md"],
        }
    }
}

/// What a file was handed in for. Each purpose has readers of its own, and nothing is read for another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Display, EnumIter, EnumString, IntoStaticStr)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum Purpose {
    /// To be attached to what the organization publishes, or to be read in by an import.
    Content,
    /// To go with a note that an advisor writes in a case of the organization. It is the advisor's to use, not the organization's.
    Note,
}

/// A file that was handed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upload {
    /// Id; also its key in the file machine.
    pub id: Id<id::Upload>,
    /// For whom.
    pub organization: Id<Organization>,
    /// What for.
    pub purpose: Purpose,
    /// By whom; none from the command line.
    pub user: Option<Id<User>>,
    /// Name for people, cleaned. Never part of a path.
    pub file_name: String,
    /// Type, by content.
    pub media_type: MediaType,
    /// Bytes.
    pub size: i64,
    /// SHA-256 of the bytes, in hexadecimal digits.
    pub sha256: String,
    /// When.
    pub created_at: Timestamp,
}

impl Upload {
    /// Where the bytes are.
    #[must_use]
    pub fn key(&self) -> String {
        key_of(self.id)
    }

    /// The name under which it is given out: with an ending that is true, so that `invoice.exe` with a text in it
    /// arrives as `invoice.exe.txt`.
    #[must_use]
    pub fn download_name(&self) -> String {
        let endings = self.media_type.endings();
        let ending = self.file_name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
        match (ending, endings.first()) {
            (Some(ending), _) if endings.contains(&ending.as_str()) => self.file_name.clone(),
            (_, Some(usual)) => format!("{}.{usual}", self.file_name),
            (_, None) => self.file_name.clone(),
        }
    }
}

/// Where the bytes of all uploads are.
pub const FOLDER: &str = "uploads";

/// Where the bytes of an upload are.
#[must_use]
pub fn key_of(id: Id<id::Upload>) -> String {
    format!("{FOLDER}/{}", id.uuid())
}

/// Whose bytes are under `key`; none if the key is not of our making.
#[must_use]
pub fn id_of(key: &str) -> Option<Id<id::Upload>> {
    let (FOLDER, name) = key.split_once('/')? else { return None };
    name.parse().ok().map(Id::from_uuid)
}

/// A file name for people to read: its last part, without characters that lie, at most 120 characters.
#[must_use]
pub fn display_name(file_name: &str) -> String {
    const MAX: usize = 120;
    let last = file_name.rsplit(['/', '\\']).next().unwrap_or_default();
    let visible: String = last.chars().filter(|c| c.is_whitespace() || !text::is_forbidden(*c, false)).collect();
    let name = visible.split_whitespace().collect::<Vec<_>>().join(" ");
    let name = name.trim_matches('.');
    if name.is_empty() {
        return "upload".to_owned();
    }
    let length = name.chars().count();
    if length <= MAX {
        return name.to_owned();
    }
    // The ending says more to people than the middle.
    let ending: String = name.chars().skip(length - 16).collect();
    let beginning: String = name.chars().take(MAX - 17).collect();
    format!("{beginning}…{ending}")
}
