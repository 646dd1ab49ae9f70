//! A mail server that speaks enough SMTP (RFC 5321, 4954), keeps what it is told, and can go away and come back.

use std::sync::{Arc, Mutex, PoisonError};

use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
    sync::watch,
    task::{AbortHandle, JoinSet},
};

/// How the mail server behaves: its answers.
#[derive(Debug, Clone, Copy)]
pub struct Manners {
    /// To any recipient.
    pub recipient: &'static str,
    /// To one recipient: the address and the answer.
    pub except: Option<(&'static str, &'static str)>,
    /// To a message. Empty: the server keeps it, and goes away before it says so.
    pub data: &'static str,
    /// To a sign-in.
    pub auth: &'static str,
}

impl Manners {
    /// Takes everything, and hangs up before it says so.
    pub const FORGETFUL: Self = Self { data: "", ..Self::WILLING };

    /// Takes everything.
    pub const WILLING: Self = Self { recipient: "250 2.1.5 ok", except: None, data: "250 2.0.0 queued", auth: "235 2.7.0 welcome" };
}

#[derive(Debug)]
struct State {
    manners: Manners,
    /// Whether answers to messages wait, and what tells those that wait that they need not any more.
    holding: Option<watch::Sender<bool>>,
    heard: Vec<String>,
    messages: Vec<String>,
}

/// A mail server of one test.
#[derive(Debug)]
pub struct MailServer {
    port: u16,
    state: Arc<Mutex<State>>,
    serving: Mutex<Option<AbortHandle>>,
}

impl MailServer {
    /// A server on a free port.
    pub async fn start(manners: Manners) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let state = State { manners, holding: None, heard: Vec::new(), messages: Vec::new() };
        let server = Self { port, state: Arc::new(Mutex::new(state)), serving: Mutex::default() };
        server.serve(listener);
        server
    }

    fn serve(&self, listener: TcpListener) {
        let state = Arc::clone(&self.state);
        let task = tokio::spawn(async move {
            // Conversations end with the server.
            let mut conversations = JoinSet::new();
            while let Ok((stream, _)) = listener.accept().await {
                conversations.spawn(converse(stream, Arc::clone(&state)));
            }
        });
        *self.serving.lock().unwrap() = Some(task.abort_handle());
    }

    /// Closes the port and cuts every conversation.
    pub async fn go_away(&self) {
        let serving = self.serving.lock().unwrap().take();
        if let Some(serving) = serving {
            serving.abort();
            while !serving.is_finished() {
                tokio::task::yield_now().await;
            }
        }
    }

    /// Whether the port is open.
    #[must_use]
    pub fn is_here(&self) -> bool {
        self.serving.lock().unwrap().is_some()
    }

    /// Opens the same port again.
    pub async fn come_back(&self) {
        self.serve(TcpListener::bind(("127.0.0.1", self.port)).await.unwrap());
    }

    /// Behaves differently from now on.
    pub fn behave(&self, manners: Manners) {
        self.state().manners = manners;
    }

    /// From now on keeps what it is told, and is slow to say so: the answer waits.
    pub fn hold(&self) {
        self.state().holding = Some(watch::Sender::new(true));
    }

    /// Answers at once from now on. Those who wait already go on waiting until what comes back is dropped.
    #[must_use]
    pub fn hold_no_more(&self) -> Option<watch::Sender<bool>> {
        self.state().holding.take()
    }

    /// Its address, as a setting: plain text, no sign-in.
    #[must_use]
    pub fn url(&self) -> String {
        format!("smtp://127.0.0.1:{}?tls=none", self.port)
    }

    /// Every line that was said to it.
    #[must_use]
    pub fn heard(&self) -> Vec<String> {
        self.state().heard.clone()
    }

    /// How many lines began with `start`.
    #[must_use]
    pub fn heard_starting(&self, start: &str) -> usize {
        self.state().heard.iter().filter(|line| line.starts_with(start)).count()
    }

    /// The messages that it took, soft line breaks undone.
    #[must_use]
    pub fn messages(&self) -> Vec<String> {
        self.state().messages.clone()
    }

    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

async fn converse(stream: TcpStream, state: Arc<Mutex<State>>) -> std::io::Result<()> {
    let (read, mut write) = stream.into_split();
    let mut lines = BufReader::new(read).lines();
    write.write_all(b"220 test ESMTP\r\n").await?;
    let mut message: Option<String> = None;
    while let Some(line) = lines.next_line().await? {
        let mut waits = None;
        let answer = {
            let mut state = state.lock().unwrap();
            state.heard.push(line.clone());
            match message.take() {
                Some(text) if line != "." => {
                    // A soft line break of quoted-printable.
                    message = Some(line.strip_suffix('=').map_or_else(|| format!("{text}{line}\n"), |soft| format!("{text}{soft}")));
                    continue;
                }
                Some(text) => {
                    if state.manners.data.starts_with('2') || state.manners.data.is_empty() {
                        state.messages.push(text);
                    }
                    waits = state.holding.as_ref().map(watch::Sender::subscribe);
                    state.manners.data
                }
                None => {
                    let verb = line.split(' ').next().unwrap_or_default().to_ascii_uppercase();
                    if verb == "DATA" {
                        message = Some(String::new());
                    }
                    answer(&state.manners, &verb, &line)
                }
            }
        };
        if answer.is_empty() {
            return Ok(());
        }
        if let Some(mut waits) = waits {
            // An error: whoever made us wait is gone.
            let _ = waits.changed().await;
        }
        write.write_all(format!("{answer}\r\n").as_bytes()).await?;
    }
    Ok(())
}

fn answer(manners: &Manners, verb: &str, line: &str) -> &'static str {
    match verb {
        "EHLO" => "250-test\r\n250-8BITMIME\r\n250 AUTH PLAIN",
        "AUTH" => manners.auth,
        "RCPT" => match manners.except {
            Some((address, answer)) if line.contains(address) => answer,
            _ => manners.recipient,
        },
        "DATA" => "354 go ahead",
        "QUIT" => "221 bye",
        "MAIL" | "RSET" | "NOOP" => "250 ok",
        _ => "502 unknown",
    }
}
