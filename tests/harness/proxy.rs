//! A stretch of network that breaks: between the server and PostgreSQL, unencrypted.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::watch,
};

/// What the network does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Network {
    /// Everything passes.
    Sound,
    /// Every piece takes so much longer, each way.
    Slow(Duration),
    /// Connections are cut, new ones too.
    Cut,
    /// Nothing passes, and nobody is told.
    Silent,
    /// When this was said, the other side hears it and its answer is lost with the connection. Once; then all is sound.
    LosesAnswerTo(&'static str),
}

/// A port that leads to another one.
#[derive(Debug)]
pub struct FaultProxy {
    port: u16,
    state: watch::Sender<Network>,
    lost: Arc<Mutex<u32>>,
}

impl FaultProxy {
    /// Leads to `port` on this machine.
    pub async fn to(port: u16) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let proxy = Self { port: listener.local_addr().unwrap().port(), state: watch::Sender::new(Network::Sound), lost: Arc::default() };
        let (state, lost) = (proxy.state.clone(), Arc::clone(&proxy.lost));
        tokio::spawn(async move {
            while let Ok((near, _)) = listener.accept().await {
                tokio::spawn(lead(near, port, state.clone(), Arc::clone(&lost)));
            }
        });
        proxy
    }

    /// The port to connect to.
    #[must_use]
    pub const fn port(&self) -> u16 {
        self.port
    }

    /// From now on the network is like this.
    pub fn set(&self, network: Network) {
        self.state.send_replace(network);
    }

    /// How many answers were lost.
    #[must_use]
    pub fn lost(&self) -> u32 {
        *self.lost.lock().unwrap()
    }
}

async fn lead(mut near: TcpStream, port: u16, state: watch::Sender<Network>, lost: Arc<Mutex<u32>>) -> std::io::Result<()> {
    let mut network = state.subscribe();
    if *network.borrow() == Network::Cut {
        return Ok(());
    }
    let mut far = TcpStream::connect(("127.0.0.1", port)).await?;
    let (mut there, mut back) = (vec![0; 16 * 1024], vec![0; 16 * 1024]);
    // Whether the next answer is the one that gets lost.
    let mut losing = false;
    loop {
        let now = *network.borrow_and_update();
        match now {
            Network::Cut => return Ok(()),
            Network::Silent => {
                network.changed().await.ok();
                continue;
            }
            _ => {}
        }
        tokio::select! {
            changed = network.changed() => if changed.is_err() { return Ok(()) },
            read = near.read(&mut there) => {
                let said = &there[..read?];
                if said.is_empty() {
                    return Ok(());
                }
                if let Network::LosesAnswerTo(words) = now {
                    losing = said.windows(words.len()).any(|window| window == words.as_bytes());
                }
                pause(now).await;
                far.write_all(said).await?;
            }
            read = far.read(&mut back) => {
                let said = &back[..read?];
                if losing {
                    *lost.lock().unwrap() += 1;
                    state.send_replace(Network::Sound);
                    return Ok(());
                }
                if said.is_empty() {
                    return Ok(());
                }
                pause(now).await;
                near.write_all(said).await?;
            }
        }
    }
}

async fn pause(network: Network) {
    if let Network::Slow(pause) = network {
        tokio::time::sleep(pause).await;
    }
}
