//! From a rendered text to a message with headers.

use lettre::{
    Address, Message,
    message::{
        Mailbox, MultiPart,
        header::{HeaderName, HeaderValue},
    },
};

use super::{MailConfig, MailError, OutgoingMail, Rendered, clean, configured_address};

/// Longest display name, in characters.
const NAME_MAX: usize = 100;

/// Longest message id, in bytes.
const MESSAGE_ID_MAX: usize = 200;

/// Who sends. Checked when the configuration is read.
pub(super) struct Sender {
    name: String,
    address: String,
    reply_to: Option<String>,
}

impl Sender {
    pub(super) fn new(config: &MailConfig) -> anyhow::Result<Self> {
        let reply_to = config.reply_to.as_deref().filter(|address| !address.is_empty());
        Ok(Self {
            name: clean::line(&config.from_name, NAME_MAX),
            address: configured_address("mail.from_address", &config.from_address)?,
            reply_to: reply_to.map(|address| configured_address("mail.reply_to", address)).transpose()?,
        })
    }

    /// The sender of messages that stay in memory.
    pub(super) fn example() -> Self {
        Self { name: "联桥 Lianqiao".to_owned(), address: "no-reply@lianqiao.example".to_owned(), reply_to: None }
    }

    fn domain(&self) -> &str {
        self.address.split_once('@').map_or("", |(_, domain)| domain)
    }
}

/// Builds the message: both alternatives, a stable id, and the marks of automatic mail (RFC 3834, RFC 8058).
///
/// # Errors
/// `Permanent` if the address, the id or the unsubscribe address cannot stand in a header.
pub(super) fn build(sender: &Sender, mail: &OutgoingMail, rendered: &Rendered) -> Result<Message, MailError> {
    let mut builder = Message::builder()
        .from(mailbox("sender", Some(&sender.name), &sender.address)?)
        .to(mailbox("recipient", mail.to_name.as_deref(), &mail.to)?)
        .subject(rendered.subject.clone())
        .raw_header(ascii("Message-ID", message_id(&mail.message_id, sender.domain())?))
        .raw_header(ascii("Auto-Submitted", "auto-generated".to_owned()))
        .raw_header(ascii("X-Auto-Response-Suppress", "All".to_owned()))
        .raw_header(ascii("Content-Language", mail.locale.to_string()));
    if let Some(reply_to) = &sender.reply_to {
        builder = builder.reply_to(mailbox("reply", None, reply_to)?);
    }
    if let Some(unsubscribe) = &mail.unsubscribe_url {
        builder = builder
            .raw_header(ascii("List-Unsubscribe", format!("<{}>", clean::url(unsubscribe)?)))
            .raw_header(ascii("List-Unsubscribe-Post", "List-Unsubscribe=One-Click".to_owned()));
    }
    builder
        .multipart(MultiPart::alternative_plain_html(rendered.text.clone(), rendered.html.clone()))
        .map_err(|error| MailError::Permanent(format!("the message cannot be built: {error}")))
}

fn mailbox(whose: &str, name: Option<&str>, address: &str) -> Result<Mailbox, MailError> {
    let name = name.map(|name| clean::line(name, NAME_MAX)).filter(|name| !name.is_empty());
    let address: Address = address.parse().map_err(|_| MailError::Permanent(format!("the {whose} address is not valid")))?;
    Ok(Mailbox::new(name, address))
}

/// The full message id in angle brackets.
fn message_id(id: &str, domain: &str) -> Result<String, MailError> {
    let bare = id.strip_prefix('<').and_then(|id| id.strip_suffix('>')).unwrap_or(id);
    let full = if bare.contains('@') { bare.to_owned() } else { format!("{bare}@{domain}") };
    let (left, right) = full.split_once('@').unwrap_or_default();
    let sound = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.+=".contains(&b));
    if sound(left) && sound(right) && full.len() <= MESSAGE_ID_MAX {
        Ok(format!("<{full}>"))
    } else {
        Err(MailError::Permanent("the message id is not valid".to_owned()))
    }
}

/// A header whose value is known to be printable ASCII. Taken as it is, because an encoded word would break ids and addresses.
fn ascii(name: &'static str, value: String) -> HeaderValue {
    HeaderValue::dangerous_new_pre_encoded(HeaderName::new_from_ascii_str(name), value.clone(), value)
}
