//! A connection that is cut when its client is slow.
//!
//! Three clocks run, each only while the client is the one who is waited for: from the first byte of a request's head to
//! its last; while an answer waits for its reader; and, in the server above, while nothing happens at all. A drip of bytes
//! does not stop a clock, it only has to be fast enough.

use std::{
    io,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicU8, Ordering},
    },
    task::{Context, Poll},
    time::Duration,
};

use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    time::{Instant, Sleep},
};

/// Bytes a second that a reader has to take once it is late.
const READER_PACE: u64 = 1024;

/// How long a client may take.
#[derive(Debug, Clone, Copy)]
pub struct Patience {
    /// For the head of a request, from its first byte.
    pub head: Duration,
    /// For a reader, beyond [`READER_PACE`].
    pub stall: Duration,
}

/// What a connection is doing, told by the server above it.
#[derive(Debug, Clone, Default)]
pub struct Stage(Arc<AtomicU8>);

impl Stage {
    const HEAD: u8 = 0;
    const REQUEST: u8 = 1;
    const UPGRADED: u8 = 2;

    /// A head was read; its request is being worked on.
    pub fn request(&self) {
        self.0.store(Self::REQUEST, Ordering::Relaxed);
    }

    /// The answer begins; what comes next is another head.
    pub fn answered(&self) {
        self.0.store(Self::HEAD, Ordering::Relaxed);
    }

    /// The connection does not speak HTTP any more.
    pub fn upgraded(&self) {
        self.0.store(Self::UPGRADED, Ordering::Relaxed);
    }

    fn expects_head(&self) -> bool {
        self.0.load(Ordering::Relaxed) == Self::HEAD
    }
}

/// A connection with its clocks. `keep` is held for as long as the connection is open, also after an upgrade.
pub struct Watched<T, K> {
    io: T,
    stage: Stage,
    patience: Patience,
    /// When the first byte of the head came that is being read.
    head_since: Option<Instant>,
    /// Since when the reader is waited for, and what it has taken since.
    stalled: Option<(Instant, u64)>,
    alarm: Pin<Box<Sleep>>,
    _keep: K,
}

impl<T, K> Watched<T, K> {
    /// Watches a connection that was just accepted.
    pub fn new(io: T, stage: Stage, patience: Patience, keep: K) -> Self {
        let alarm = Box::pin(tokio::time::sleep(Duration::ZERO));
        Self { io, stage, patience, head_since: None, stalled: None, alarm, _keep: keep }
    }

    /// Whether `deadline` has passed; wakes the task when it does.
    fn is_late(&mut self, deadline: Instant, context: &mut Context<'_>) -> bool {
        if self.alarm.deadline() != deadline {
            self.alarm.as_mut().reset(deadline);
        }
        self.alarm.as_mut().poll(context).is_ready()
    }

    /// Notes what was written, and cuts a reader that takes too little.
    fn written(&mut self, result: Poll<io::Result<usize>>, context: &mut Context<'_>) -> Poll<io::Result<usize>> {
        match result {
            Poll::Pending => {
                let (since, taken) = *self.stalled.get_or_insert_with(|| (Instant::now(), 0));
                let deadline = since + self.patience.stall + Duration::from_secs(taken / READER_PACE);
                if self.is_late(deadline, context) { Poll::Ready(Err(late("the client does not read"))) } else { Poll::Pending }
            }
            Poll::Ready(Ok(bytes)) => {
                if let Some((_, taken)) = &mut self.stalled {
                    *taken += bytes as u64;
                }
                // Whoever is sent something is not dawdling over a head.
                self.head_since = None;
                Poll::Ready(Ok(bytes))
            }
            failed @ Poll::Ready(Err(_)) => failed,
        }
    }
}

fn late(what: &'static str) -> io::Error {
    io::Error::new(io::ErrorKind::TimedOut, what)
}

impl<T: AsyncRead + Unpin, K: Unpin> AsyncRead for Watched<T, K> {
    fn poll_read(mut self: Pin<&mut Self>, context: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let this = &mut *self;
        let before = buffer.filled().len();
        let result = Pin::new(&mut this.io).poll_read(context, buffer);
        if !this.stage.expects_head() {
            this.head_since = None;
            return result;
        }
        if buffer.filled().len() > before {
            this.head_since.get_or_insert_with(Instant::now);
        }
        if let Some(since) = this.head_since {
            let deadline = since + this.patience.head;
            // What has arrived is handed on first: it may be the rest of the head.
            if result.is_pending() && this.is_late(deadline, context) {
                return Poll::Ready(Err(late("the head does not end")));
            }
        }
        result
    }
}

impl<T: AsyncWrite + Unpin, K: Unpin> AsyncWrite for Watched<T, K> {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let result = Pin::new(&mut self.io).poll_write(context, bytes);
        self.written(result, context)
    }

    fn poll_write_vectored(mut self: Pin<&mut Self>, context: &mut Context<'_>, slices: &[io::IoSlice<'_>]) -> Poll<io::Result<usize>> {
        let result = Pin::new(&mut self.io).poll_write_vectored(context, slices);
        self.written(result, context)
    }

    fn is_write_vectored(&self) -> bool {
        self.io.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        // Everything was taken: the reader has caught up.
        self.stalled = None;
        Pin::new(&mut self.io).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.io).poll_shutdown(context)
    }
}
