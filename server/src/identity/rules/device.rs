//! What a device is called in its owner's list of sessions. Pure.

/// Signs of programs, the more special ones first: most browsers also say that they are others.
const PROGRAMS: &[(&str, &str)] = &[
    ("MicroMessenger/", "WeChat"),
    ("DingTalk/", "DingTalk"),
    ("Edg/", "Edge"),
    ("EdgA/", "Edge"),
    ("EdgiOS/", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("QQBrowser/", "QQ Browser"),
    ("HuaweiBrowser/", "Huawei Browser"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
    ("curl/", "curl"),
    ("python", "Python"),
    ("Java/", "Java"),
    ("Go-http-client/", "Go"),
];

/// Signs of systems, the more special ones first.
const SYSTEMS: &[(&str, &str)] = &[
    ("HarmonyOS", "HarmonyOS"),
    ("Windows", "Windows"),
    ("Android", "Android"),
    ("iPhone", "iOS"),
    ("iPad", "iPadOS"),
    ("Mac OS X", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
];

/// The program and the system of a `User-Agent`: `Firefox, Windows`. Only words of ours come out, and no versions: it is
/// for people to recognize their own devices, not for us to know them. None if nothing is recognized.
#[must_use]
pub fn device(user_agent: &str) -> Option<String> {
    let word = |signs: &[(&str, &'static str)]| signs.iter().find(|(sign, _)| user_agent.contains(sign)).map(|(_, word)| *word);
    let words: Vec<&str> = word(PROGRAMS).into_iter().chain(word(SYSTEMS)).collect();
    (!words.is_empty()).then(|| words.join(", "))
}
