//! Closing the door without a visitor's hand in it.
//!
//! Whoever the kernel let in after the last look into its queue is reset when the listener goes, although a proxy may have
//! sent a request already that it must not send twice. So first nobody new is let in, then whoever is on the way arrives,
//! then the queue is emptied, and only then the listener goes.

use std::{io, net::SocketAddr, time::Duration};

use tokio::{
    net::{TcpListener, TcpStream},
    time::timeout,
};

/// For how long handshakes may be under way that have begun; a round trip and some.
const ON_THE_WAY: Duration = Duration::from_millis(250);
/// How many connections the kernel may have let in that nobody took yet; what Rust asks it for.
const QUEUE: usize = 4096;

/// Closes `listener`; everybody who got through to it is handed to `receive`, and whoever comes now is refused, as if
/// nobody had listened.
pub async fn close(listener: TcpListener, mut receive: impl FnMut(TcpStream, SocketAddr)) {
    if let Err(error) = let_nobody_in(&listener) {
        tracing::debug!(%error, "connections that come now may be lost");
    }
    let arriving = async {
        loop {
            match listener.accept().await {
                Ok((stream, peer)) => receive(stream, peer),
                Err(error) if is_the_clients(&error) => {}
                Err(_) => return,
            }
        }
    };
    // Over when the time is, or when nothing can be taken any more.
    let _ = timeout(ON_THE_WAY, arriving).await;
    // Tokio learns a little later than the kernel who is there.
    let Ok(listener) = listener.into_std() else { return };
    for _ in 0..QUEUE {
        match listener.accept() {
            Ok((stream, peer)) => {
                if stream.set_nonblocking(true).is_ok()
                    && let Ok(stream) = TcpStream::from_std(stream)
                {
                    receive(stream, peer);
                }
            }
            Err(error) if is_the_clients(&error) => {}
            Err(_) => return,
        }
    }
}

/// Whether a connection could not be accepted because its client had gone.
pub fn is_the_clients(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset)
}

/// From now on the kernel ignores who asks for a connection, and lets in who has asked before. Whoever was ignored asks again
/// after a second, and is refused then.
#[cfg(target_os = "linux")]
fn let_nobody_in(listener: &TcpListener) -> io::Result<()> {
    use socket2::{SockFilter, SockRef};

    // Classic BPF (linux/filter.h) over the TCP header (RFC 9293, 3.1).
    const LOAD_BYTE: u16 = 0x30; // BPF_LD | BPF_B | BPF_ABS
    const AND: u16 = 0x54; // BPF_ALU | BPF_AND | BPF_K
    const JUMP_IF_EQUAL: u16 = 0x15; // BPF_JMP | BPF_JEQ | BPF_K
    const RETURN: u16 = 0x06; // BPF_RET | BPF_K
    const FLAGS: u32 = 13; // where the flags are in the header
    const SYN: u32 = 0x02;
    const SYN_AND_ACK: u32 = 0x12;

    SockRef::from(listener).attach_filter(&[
        SockFilter::new(LOAD_BYTE, 0, 0, FLAGS),
        SockFilter::new(AND, 0, 0, SYN_AND_ACK),
        SockFilter::new(JUMP_IF_EQUAL, 0, 1, SYN),
        SockFilter::new(RETURN, 0, 0, 0),
        SockFilter::new(RETURN, 0, 0, u32::MAX),
    ])
}

/// No other system offers this; a connection in some thousands may be lost there.
#[cfg(not(target_os = "linux"))]
fn let_nobody_in(_: &TcpListener) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}
