//! The body of a request has to arrive: within a grace, and then at a pace.

use std::{
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    task::{Context, Poll},
    time::Duration,
};

use axum::{
    body::{Body, Bytes, HttpBody},
    extract::{Request, State},
    http::{HeaderValue, StatusCode, header},
    middleware::Next,
    response::Response,
};
use hyper::body::{Frame, SizeHint};
use tokio::time::{Instant, Sleep};

use super::{caller, guard};
use crate::{
    ctx::Ctx,
    kernel::{Code, Error},
};

/// Bytes a second that a sender has to keep up once the grace is over.
const PACE: u64 = 16 * 1024;

/// Gives the request a body that fails when it is late, and answers `REQUEST_TIMEOUT` for whoever met that.
pub async fn keep(State(ctx): State<Ctx>, request: Request, next: Next) -> Response {
    if request.body().is_end_stream() {
        return next.run(request).await;
    }
    let visitor = caller::visitor(request.headers());
    let late = Arc::new(AtomicBool::new(false));
    let grace = Duration::from_secs(ctx.config.http.body_seconds);
    let request = request.map(|body| Body::new(Paced { body, grace, clock: None, received: 0, late: Arc::clone(&late) }));
    let response = next.run(request).await;
    if !late.load(Ordering::Relaxed) {
        return response;
    }
    let mut response = guard::refusal(&visitor, StatusCode::REQUEST_TIMEOUT, &Error::new(Code::RequestTimeout));
    response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
    response
}

/// A body with a clock, which starts when somebody waits for the body.
struct Paced {
    body: Body,
    grace: Duration,
    clock: Option<(Instant, Pin<Box<Sleep>>)>,
    received: u64,
    late: Arc<AtomicBool>,
}

impl HttpBody for Paced {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        let this = &mut *self;
        if let Poll::Ready(frame) = Pin::new(&mut this.body).poll_frame(context) {
            if let Some(Ok(frame)) = &frame {
                this.received += frame.data_ref().map_or(0, |data| data.len() as u64);
            }
            return Poll::Ready(frame);
        }
        let grace = this.grace;
        let (since, alarm) = this.clock.get_or_insert_with(|| (Instant::now(), Box::pin(tokio::time::sleep(grace))));
        let deadline = *since + grace + Duration::from_millis(this.received * 1000 / PACE);
        if alarm.deadline() != deadline {
            alarm.as_mut().reset(deadline);
        }
        if alarm.as_mut().poll(context).is_pending() {
            return Poll::Pending;
        }
        this.late.store(true, Ordering::Relaxed);
        Poll::Ready(Some(Err(axum::Error::new(std::io::Error::from(std::io::ErrorKind::TimedOut)))))
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
