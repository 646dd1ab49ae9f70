//! The three transports.

use std::{
    path::{Path, PathBuf},
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};

use anyhow::Context;
use lettre::{
    AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor,
    transport::smtp::{Error as SmtpError, PoolConfig},
};
use secrecy::{ExposeSecret, SecretString};
use url::Url;

use super::{MailError, OutgoingMail, Rendered, Template};
use crate::kernel::Locale;

/// How long one command of the mail server may take.
const COMMAND_TIMEOUT: Duration = Duration::from_secs(20);

/// How long the whole of one message may take.
const SEND_TIMEOUT: Duration = Duration::from_mins(1);

/// Answers that say nothing about the message: our credentials are blamed (RFC 4954), or the server closes (421). An
/// operator or time mends them; the message must wait.
const AWAY_CODES: [u16; 6] = [421, 454, 530, 534, 535, 538];

/// A message that the memory transport took.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SentMail {
    /// Id as it was given.
    pub message_id: String,
    /// Address of the recipient.
    pub to: String,
    /// Language.
    pub locale: Locale,
    /// Which message.
    pub template: Template,
    /// Subject and both texts.
    pub rendered: Rendered,
    /// The whole message as it would go over the wire.
    pub eml: String,
}

pub(super) enum Transport {
    Smtp(AsyncSmtpTransport<Tokio1Executor>),
    File(PathBuf),
    Memory(Memory),
}

#[derive(Default)]
pub(super) struct Memory {
    sent: Mutex<Vec<SentMail>>,
    failures: AtomicU32,
}

impl Transport {
    pub(super) fn smtp(url: &SecretString) -> anyhow::Result<Self> {
        // No error is passed on: it may quote the URL, and with it the password.
        let url = encrypted_unless_told(url.expose_secret());
        let builder = url.and_then(|url| AsyncSmtpTransport::<Tokio1Executor>::from_url(url.as_str()).ok());
        let builder = builder.context("mail.smtp_url cannot be read: it looks like smtps://user:password@host:465")?;
        let pool = PoolConfig::new().max_size(4).idle_timeout(Duration::from_secs(30));
        Ok(Self::Smtp(builder.timeout(Some(COMMAND_TIMEOUT)).pool_config(pool).build()))
    }

    pub(super) fn file(directory: &Path) -> anyhow::Result<Self> {
        std::fs::create_dir_all(directory).context("mail.directory cannot be made")?;
        Ok(Self::File(directory.to_owned()))
    }

    pub(super) fn memory() -> Self {
        Self::Memory(Memory::default())
    }

    pub(super) const fn kind(&self) -> &'static str {
        match self {
            Self::Smtp(_) => "smtp",
            Self::File(_) => "file",
            Self::Memory(_) => "memory",
        }
    }

    pub(super) async fn deliver(&self, mail: &OutgoingMail, rendered: Rendered, message: Message) -> Result<(), MailError> {
        match self {
            Self::Smtp(smtp) => match tokio::time::timeout(SEND_TIMEOUT, smtp.send(message)).await {
                Ok(answer) => answer.map(drop).map_err(|error| classify(&error, &mail.to)),
                Err(_) => Err(MailError::Away("the mail server took too long".to_owned())),
            },
            Self::File(directory) => write(directory, &message).await.map_err(|error| MailError::Away(format!("the mail file: {error}"))),
            Self::Memory(memory) => memory.keep(mail, rendered, &message),
        }
    }

    pub(super) async fn check(&self) -> Result<(), MailError> {
        match self {
            Self::Smtp(smtp) => match smtp.test_connection().await {
                Ok(true) => Ok(()),
                Ok(false) => Err(MailError::Away("the mail server closed the connection".to_owned())),
                Err(error) => Err(MailError::Away(error.to_string())),
            },
            Self::File(directory) => match tokio::fs::metadata(directory).await {
                Ok(found) if found.is_dir() && !found.permissions().readonly() => Ok(()),
                Ok(_) => Err(MailError::Away("mail.directory is not a directory that can be written".to_owned())),
                Err(error) => Err(MailError::Away(format!("mail.directory: {error}"))),
            },
            Self::Memory(_) => Ok(()),
        }
    }

    pub(super) fn sent(&self) -> Vec<SentMail> {
        match self {
            Self::Memory(memory) => memory.sent.lock().unwrap_or_else(PoisonError::into_inner).clone(),
            Self::Smtp(_) | Self::File(_) => Vec::new(),
        }
    }

    pub(super) fn forget_sent(&self) {
        if let Self::Memory(memory) = self {
            memory.sent.lock().unwrap_or_else(PoisonError::into_inner).clear();
        }
    }

    pub(super) fn fail_next(&self, n: u32) {
        if let Self::Memory(memory) = self {
            memory.failures.store(n, Ordering::SeqCst);
        }
    }
}

impl Memory {
    fn keep(&self, mail: &OutgoingMail, rendered: Rendered, message: &Message) -> Result<(), MailError> {
        if self.failures.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1)).is_ok() {
            return Err(MailError::Away("the memory transport was told to fail".to_owned()));
        }
        self.sent.lock().unwrap_or_else(PoisonError::into_inner).push(SentMail {
            message_id: mail.message_id.clone(),
            to: mail.to.clone(),
            locale: mail.locale,
            template: mail.template,
            rendered,
            eml: String::from_utf8_lossy(&message.formatted()).into_owned(),
        });
        Ok(())
    }
}

/// The URL as the library reads it. There, `smtp://` alone means plain text; here that takes an explicit `?tls=none`.
fn encrypted_unless_told(url: &str) -> Option<Url> {
    let mut url = Url::parse(url).ok()?;
    let wanted = url.query_pairs().find(|(key, _)| key == "tls").map(|(_, value)| value.into_owned());
    match (url.scheme(), wanted.as_deref()) {
        ("smtp", Some("none")) => url.set_query(None),
        ("smtp", None) => url.set_query(Some("tls=required")),
        _ => {}
    }
    Some(url)
}

/// Writes the message under its id, so that a second attempt replaces the first. A reader never sees half a file.
async fn write(directory: &Path, message: &Message) -> std::io::Result<()> {
    let id = message.headers().get_raw("Message-ID").unwrap_or_default();
    // Ids are letters, digits and `-_.+=` around one `@`; a leading dot would hide the file.
    let name = id.trim_matches(['<', '>']).trim_start_matches('.');
    let part = directory.join(format!("{name}.part"));
    tokio::fs::write(&part, message.formatted()).await?;
    tokio::fs::rename(&part, directory.join(format!("{name}.eml"))).await
}

/// Whether and when to try again. Servers like to quote the recipient, whom no log may name.
fn classify(error: &SmtpError, recipient: &str) -> MailError {
    let text = error.to_string().to_ascii_lowercase().replace(&recipient.to_ascii_lowercase(), "<recipient>");
    if error.status().is_some_and(|code| AWAY_CODES.contains(&code.into())) {
        return MailError::Away(text);
    }
    // An address that this server will never be able to take (no SMTPUTF8), noticed before it was asked.
    let never = error.is_client() && text.contains("non-ascii");
    if error.is_permanent() || never {
        MailError::Permanent(text)
    } else if error.is_transient() {
        MailError::Temporary(text)
    } else {
        MailError::Away(text)
    }
}
