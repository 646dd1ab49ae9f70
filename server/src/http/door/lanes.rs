//! A lane for each caller: so many of its operations run at a time, the others wait in its own line. Nobody can hold all
//! connections to the database, and whoever asks a lot waits behind itself.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore},
    time::timeout,
};

use crate::{
    config::Limits,
    gql::Principal,
    kernel::{Code, Error, Result},
};

/// How much longer the line of those is who cannot be told apart. They wait no longer than others do.
const ANYBODY: usize = 16;

type Open = Arc<Mutex<HashMap<Principal, Arc<Lane>>>>;

/// All lanes that somebody is in.
pub struct Lanes {
    open: Open,
    running: usize,
    line: usize,
    wait: Duration,
}

struct Lane {
    running: Arc<Semaphore>,
    /// Places in the line and at the front of it.
    inside: Arc<Semaphore>,
}

/// The right to run; dropped at the end of the operation.
pub struct Turn {
    open: Open,
    principal: Principal,
    running: Option<OwnedSemaphorePermit>,
    _inside: OwnedSemaphorePermit,
}

impl Lanes {
    /// Lanes as the settings have them.
    pub fn new(limits: &Limits) -> Self {
        let wait = Duration::from_secs(limits.running_wait_seconds);
        Self { open: Open::default(), running: limits.running, line: limits.running_line, wait }
    }

    /// Waits for the turn of `principal`, in the lane of its person.
    ///
    /// # Errors
    /// `THROTTLED` if its line is full or does not move.
    pub async fn turn(&self, principal: Principal) -> Result<Turn> {
        let principal = principal.lane();
        let waiting = if principal.is_somebody() { self.line } else { self.line * ANYBODY };
        let full = || Error::new(Code::Throttled).with("seconds", 1_i64);
        let (inside, running) = {
            let mut open = lock(&self.open);
            let lane = open.entry(principal.clone()).or_insert_with(|| {
                let places = self.running + waiting;
                Arc::new(Lane { running: Arc::new(Semaphore::new(self.running)), inside: Arc::new(Semaphore::new(places)) })
            });
            let inside = Arc::clone(&lane.inside).try_acquire_owned().map_err(|_| full())?;
            (inside, Arc::clone(&lane.running))
        };
        let mut turn = Turn { open: Arc::clone(&self.open), principal, running: None, _inside: inside };
        let permit = timeout(self.wait, running.acquire_owned()).await.map_err(|_| full())?;
        turn.running = Some(permit.map_err(Error::internal)?);
        Ok(turn)
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        // The last one out closes the lane. Counted under the lock, under which the next one would come in; this turn's
        // own place is given back only after it.
        let mut open = lock(&self.open);
        let others = open.get(&self.principal).is_some_and(|lane| Arc::strong_count(&lane.inside) > 2);
        if !others {
            open.remove(&self.principal);
        }
    }
}

fn lock(open: &Open) -> MutexGuard<'_, HashMap<Principal, Arc<Lane>>> {
    open.lock().unwrap_or_else(PoisonError::into_inner)
}
