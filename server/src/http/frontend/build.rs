//! What `frontend/` was built to: scripts and styles, the page they start from, and the operations they may send.

use std::{
    borrow::Cow,
    collections::HashMap,
    fmt,
    path::{Path, PathBuf},
    sync::Arc,
};

use include_dir::Dir;
use matchit::Router;
use serde_json::Value;

use crate::{ctx::Ctx, kernel::digest};

/// What stands once in the page of a build where each request's own goes: language, head, content.
pub const MARKERS: [&str; 3] = ["<html lang=\"zh-CN\">", "<title>联桥 Lianqiao</title>", "<div id=\"root\"></div>"];

/// The frontend that the settings name.
#[derive(Debug)]
pub enum Frontend {
    /// None is wanted.
    Off,
    /// What the program carries, read once.
    Embedded(Place, Found),
    /// A folder as it is at each moment, for whoever works on the frontend.
    Folder(Place),
}

/// A build; none if there is none. The error says what is wrong with it: half a build is none, and not the same as none.
pub type Found = Result<Option<Arc<Build>>, String>;

/// Where the files of a build are.
#[derive(Debug)]
pub enum Place {
    /// In the program.
    Embedded(&'static Dir<'static>),
    /// On the disk.
    Folder(PathBuf),
}

impl Frontend {
    /// Finds it, and reads what does not change.
    #[must_use]
    pub fn open(ctx: &Ctx) -> Self {
        let http = &ctx.config.http;
        if !http.frontend {
            Self::Off
        } else if http.frontend_dir.is_empty() {
            let place = Place::Embedded(ctx.built.frontend);
            let found = Build::read(&place);
            Self::Embedded(place, found)
        } else {
            Self::Folder(Place::Folder(PathBuf::from(&http.frontend_dir)))
        }
    }

    /// The build that is in force: the embedded one, or that of the folder as it is now.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn find(&self) -> Found {
        match self {
            Self::Off => Ok(None),
            Self::Embedded(_, found) => found.clone(),
            Self::Folder(place) => Build::read(place)?.ok_or_else(|| format!("no index.html in {place}")).map(Some),
        }
    }

    /// The build that pages are made of.
    #[must_use]
    pub fn current(&self) -> Option<Arc<Build>> {
        self.find().unwrap_or_default()
    }

    /// A file of it. `path` is one of ours or was looked at before ([`is_plain`]).
    #[must_use]
    pub fn file(&self, path: &str) -> Option<Cow<'static, [u8]>> {
        match self {
            Self::Off => None,
            Self::Embedded(place, _) | Self::Folder(place) => place.file(path),
        }
    }
}

impl Place {
    fn file(&self, path: &str) -> Option<Cow<'static, [u8]>> {
        match self {
            Self::Embedded(files) => files.get_file(path).map(|file| Cow::Borrowed(file.contents())),
            Self::Folder(folder) => std::fs::read(folder.join(path)).ok().map(Cow::Owned),
        }
    }

    fn text(&self, path: &str) -> Option<String> {
        String::from_utf8(self.file(path)?.into_owned()).ok()
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Embedded(_) => f.write_str("the program"),
            Self::Folder(folder) => folder.display().fmt(f),
        }
    }
}

/// Whether a name is one that a build gives its files: nothing that leads elsewhere.
#[must_use]
pub fn is_plain(name: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-');
    !name.is_empty() && name.bytes().all(plain) && !name.starts_with('.')
}

/// An operation that the frontend sends by its hash.
#[derive(Debug, Clone)]
pub struct Operation {
    /// As the frontend knows it: `sha256:` and 64 digits.
    pub hash: String,
    /// What it stands for.
    pub text: Arc<str>,
}

/// A build.
#[derive(Debug)]
pub struct Build {
    /// The page that starts it.
    pub index: String,
    /// Operations by name.
    operations: HashMap<String, Operation>,
    /// Which files a part of it needs.
    manifest: Value,
    /// Addresses of its pages, as `matchit` writes them.
    pages: Router<()>,
}

impl Build {
    fn read(place: &Place) -> Found {
        let Some(index) = place.text("index.html") else { return Ok(None) };
        if let Some(lost) = MARKERS.iter().find(|marker| index.matches(**marker).count() != 1) {
            return Err(format!("index.html has no {lost}, or several"));
        }
        let text = |path: &str| place.text(path).ok_or_else(|| format!("{path} is missing"));
        let wrong = |path: &'static str| move |error: serde_json::Error| format!("{path}: {error}");
        let known: HashMap<String, String> =
            serde_json::from_str(&text("persisted-documents.json")?).map_err(wrong("persisted-documents.json"))?;
        let manifest = serde_json::from_str(&text(".vite/manifest.json")?).map_err(wrong(".vite/manifest.json"))?;
        // A hash that does not belong to its text would let the text go by another's name.
        let sound = known.into_iter().filter(|(hash, text)| hash.strip_prefix("sha256:") == Some(&*digest::sha256_hex(text.as_bytes())));
        let named = sound.filter_map(|(hash, text)| Some((name_of(&text)?.to_owned(), Operation { hash, text: text.into() })));
        let addresses: Vec<String> = serde_json::from_str(&text("pages.json")?).map_err(wrong("pages.json"))?;
        let mut pages = Router::new();
        for address in addresses {
            pages.insert(&*address, ()).map_err(|error| format!("pages.json: {address}: {error}"))?;
        }
        Ok(Some(Arc::new(Self { index, operations: named.collect(), manifest, pages })))
    }

    /// Whether one of its pages has this address.
    #[must_use]
    pub fn has_page(&self, path: &str) -> bool {
        self.pages.at(path).is_ok()
    }

    /// The operation with this name.
    #[must_use]
    pub fn operation(&self, name: &str) -> Option<&Operation> {
        self.operations.get(name)
    }

    /// All operations by the digits of their hash: what the door takes instead of a text.
    pub fn known(&self) -> impl Iterator<Item = (String, Arc<str>)> {
        let plain = |operation: &Operation| Some((operation.hash.strip_prefix("sha256:")?.to_owned(), Arc::clone(&operation.text)));
        self.operations.values().filter_map(plain)
    }

    /// Scripts and styles of a part of the build, and what they need; `part` is what its name begins with.
    #[must_use]
    pub fn files(&self, part: &str) -> Vec<String> {
        let mut found = Vec::new();
        let parts = self.manifest.as_object().into_iter().flatten().map(|(name, _)| name);
        for name in parts.filter(|name| name.starts_with(part)) {
            self.collect(name, &mut found, &mut Vec::new());
        }
        found
    }

    fn collect<'a>(&'a self, name: &'a str, found: &mut Vec<String>, seen: &mut Vec<&'a str>) {
        if seen.contains(&name) {
            return;
        }
        seen.push(name);
        let part = &self.manifest[name];
        let texts = |value: &'a Value| value.as_array().into_iter().flatten().filter_map(Value::as_str);
        for file in part["file"].as_str().into_iter().chain(texts(&part["css"])) {
            if !found.iter().any(|one| one == file) {
                found.push(file.to_owned());
            }
        }
        for needed in texts(&part["imports"]) {
            self.collect(needed, found, seen);
        }
    }
}

/// `Home` of `fragment Row on Listing { … } query Home { … }`: the name of the one operation among fragments.
fn name_of(text: &str) -> Option<&str> {
    let mut depth = 0_usize;
    // Where the outermost brackets are not: there stand the heads of the definitions.
    let outside = text.split_inclusive(['{', '}']).filter(|piece| {
        let is_outside = depth == 0;
        if piece.ends_with('{') {
            depth += 1;
        } else if piece.ends_with('}') {
            depth = depth.saturating_sub(1);
        }
        is_outside
    });
    let heads: Vec<&str> = outside.collect();
    let named = heads.iter().find_map(|head| {
        let head = head.trim_start();
        ["query ", "mutation ", "subscription "].iter().find_map(|kind| head.strip_prefix(kind))
    })?;
    let end = named.find(|c: char| !c.is_ascii_alphanumeric() && c != '_')?;
    Some(&named[..end]).filter(|name| !name.is_empty())
}

/// The media type of a file by its ending.
#[must_use]
pub fn media_type(name: &str) -> Option<&'static str> {
    Some(match Path::new(name).extension()?.to_str()? {
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "svg" => "image/svg+xml",
        "woff2" => "font/woff2",
        "png" => "image/png",
        _ => return None,
    })
}
