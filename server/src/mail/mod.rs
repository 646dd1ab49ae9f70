//! The mail machine: renders a message in the recipient's language and hands it to one of three transports.
//!
//! Only jobs call it, from the outbox. A message has a stable id, so a message that is sent again after a crash is the
//! same message to every mail program (and the same file to the file transport). Nothing here logs an address.

use std::{fmt, path::PathBuf, sync::Arc};

use anyhow::Context;
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{
    kernel::{Locale, text},
    telemetry,
};

mod clean;
mod message;
mod render;
mod template;
mod transport;

pub use render::{Rendered, render};
pub use template::Template;
pub use transport::SentMail;

/// A message to one person, as the outbox keeps it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutgoingMail {
    /// Stable over retries. With an `@` it becomes the `Message-ID` as it stands; without one, the sender's domain is added.
    pub message_id: String,
    /// Address of the recipient, already checked by [`text::email`].
    pub to: String,
    /// Name of the recipient for the `To` header.
    pub to_name: Option<String>,
    /// Language of the recipient.
    pub locale: Locale,
    /// Which message.
    pub template: Template,
    /// What [`Template`] documents for this message. Texts are untrusted; see [`render`] for what happens to them.
    pub params: Value,
    /// Where one click ends messages of this sort (RFC 8058). `None` for messages that belong to a transaction.
    pub unsubscribe_url: Option<String>,
}

/// Why a message was not sent. The texts are for the log and hold no address.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MailError {
    /// The mail server (or the directory) cannot be used at all for now: no connection, no answer in time, no encryption,
    /// credentials that an operator will mend. Every other message would meet the same.
    #[error("the mail server is away: {0}")]
    Away(String),
    /// The server works, but puts this message off: a 4xx answer. Trying again much later helps.
    #[error("mail not sent for now: {0}")]
    Temporary(String),
    /// Trying again does not help: a 5xx answer, an address or parameters that no message can be made of.
    #[error("mail cannot be sent: {0}")]
    Permanent(String),
}

/// Where messages go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TransportKind {
    /// To a mail server.
    Smtp,
    /// Into a directory, one `.eml` file a message.
    File,
    /// Into memory, for tests.
    Memory,
}

/// The `[mail]` section of the configuration.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MailConfig {
    /// Where messages go.
    pub transport: TransportKind,
    /// Mail server: `smtps://user:password@host:465` (TLS from the start), `smtp://user:password@host:587` (STARTTLS, and
    /// nothing is said without it) or `smtp://host:25?tls=none` (plain, for a relay on this machine). Special signs in user and password are percent-encoded.
    /// Needed by `smtp`; empty counts as absent.
    #[serde(default)]
    pub smtp_url: Option<SecretString>,
    /// Directory for `.eml` files; made if absent. Needed by `file`.
    #[serde(default)]
    pub directory: Option<PathBuf>,
    /// Name of the sender.
    pub from_name: String,
    /// Address of the sender; its domain completes message ids.
    pub from_address: String,
    /// Where answers go, if not to the sender. Empty counts as absent.
    #[serde(default)]
    pub reply_to: Option<String>,
}

/// Sends messages. Cheap to clone; clones share connections and memory.
#[derive(Clone)]
pub struct Mailer(Arc<Inner>);

struct Inner {
    sender: message::Sender,
    transport: transport::Transport,
}

impl Mailer {
    /// Builds the transport that `config` names. For `smtp` it must run inside the async runtime, and connects on first use.
    ///
    /// # Errors
    /// A setting is missing or cannot be read, or the directory cannot be made. The text names the setting and never
    /// shows the server's URL.
    pub fn new(config: &MailConfig) -> anyhow::Result<Self> {
        let sender = message::Sender::new(config)?;
        let transport = match config.transport {
            TransportKind::Smtp => {
                let url = config.smtp_url.as_ref().filter(|url| !url.expose_secret().is_empty());
                transport::Transport::smtp(url.context("mail.smtp_url is needed for the smtp transport")?)?
            }
            TransportKind::File => {
                transport::Transport::file(config.directory.as_deref().context("mail.directory is needed for the file transport")?)?
            }
            TransportKind::Memory => transport::Transport::memory(),
        };
        Ok(Self(Arc::new(Inner { sender, transport })))
    }

    /// A mailer that keeps messages in memory, with a sender of its own.
    #[must_use]
    pub fn memory() -> Self {
        Self(Arc::new(Inner { sender: message::Sender::example(), transport: transport::Transport::memory() }))
    }

    /// Renders and sends one message.
    ///
    /// # Errors
    /// `Away` if nothing can be sent for now, `Temporary` if this message should be tried again much later, `Permanent` if
    /// it never will succeed.
    pub async fn send(&self, mail: &OutgoingMail) -> Result<(), MailError> {
        let rendered = render(mail)?;
        let message = message::build(&self.0.sender, mail, &rendered)?;
        let result = self.0.transport.deliver(mail, rendered, message).await;
        telemetry::metrics::mail(match &result {
            Ok(()) => "sent",
            Err(MailError::Away(_)) => "away",
            Err(MailError::Temporary(_)) => "later",
            Err(MailError::Permanent(_)) => "never",
        });
        result
    }

    /// Whether messages could be sent now: the server answers, the directory is there. For `doctor`.
    ///
    /// # Errors
    /// `Away` with what is wrong.
    pub async fn check(&self) -> Result<(), MailError> {
        self.0.transport.check().await
    }

    /// Messages sent so far, oldest first. Empty for transports other than memory.
    #[must_use]
    pub fn sent(&self) -> Vec<SentMail> {
        self.0.transport.sent()
    }

    /// Forgets the messages sent so far. Does nothing for transports other than memory.
    pub fn forget_sent(&self) {
        self.0.transport.forget_sent();
    }

    /// Makes the next `n` messages fail with `Away`, as in an outage. Does nothing for transports other than memory.
    pub fn fail_next(&self, n: u32) {
        self.0.transport.fail_next(n);
    }
}

impl fmt::Debug for Mailer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Mailer").field("transport", &self.0.transport.kind()).finish_non_exhaustive()
    }
}

/// An address of the configuration, checked like one that a person typed.
fn configured_address(setting: &str, address: &str) -> anyhow::Result<String> {
    text::email(address).map_err(|_| anyhow::anyhow!("{setting} is not an e-mail address"))
}
