//! Where a request comes from, as far as that can be believed.

use std::net::{IpAddr, SocketAddr};

use axum::{
    extract::{ConnectInfo, Request, State},
    http::HeaderMap,
    middleware::Next,
    response::Response,
};

use crate::{ctx::Ctx, telemetry};

/// Each proxy on the way adds the address that it was called from.
const FORWARDED: &str = "x-forwarded-for";

/// The address of the client, if it is one that tells clients apart.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Client(pub Option<IpAddr>);

/// Notes the address of the client in the request.
pub async fn note(State(ctx): State<Ctx>, mut request: Request, next: Next) -> Response {
    let trusted = &ctx.config.http.trusted_proxies;
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(peer)| peer.ip());
    let hops = hops(request.headers());
    if forwarded_in_vain(peer, trusted, &hops) {
        telemetry::metrics::forwarded_ignored();
    }
    let client = peer.map(|peer| origin(peer, trusted, &hops));
    let client = client.filter(|address| !trusted.contains(address) && !is_local(*address));
    request.extensions_mut().insert(Client(client));
    next.run(request).await
}

/// Whether somebody in our own network, who is likely to be a proxy of ours, says on whose behalf it calls and is not believed.
#[must_use]
pub fn forwarded_in_vain(peer: Option<IpAddr>, trusted: &[IpAddr], hops: &[&str]) -> bool {
    !hops.is_empty() && peer.map(|peer| peer.to_canonical()).is_some_and(|peer| is_local(peer) && !trusted.contains(&peer))
}

/// The addresses that proxies wrote down, the nearest one last. A hop that is no text is an empty one: what a client writes
/// before the hops of our proxies must not hide them.
#[must_use]
pub fn hops(headers: &HeaderMap) -> Vec<&str> {
    let hops = headers.get_all(FORWARDED).iter().flat_map(|value| value.as_bytes().split(|byte| *byte == b','));
    hops.map(|hop| std::str::from_utf8(hop).unwrap_or_default()).collect()
}

/// The last address on the way that is none of our own proxies: what stands before it anybody may have written.
#[must_use]
pub fn origin(peer: IpAddr, trusted: &[IpAddr], hops: &[&str]) -> IpAddr {
    let mut at = peer.to_canonical();
    for hop in hops.iter().rev() {
        match hop.trim().parse::<IpAddr>() {
            Ok(before) if trusted.contains(&at) => at = before.to_canonical(),
            _ => break,
        }
    }
    at
}

/// An address of the own network: a proxy that nobody told us of, and everybody behind it.
#[must_use]
pub const fn is_local(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => address.is_loopback() || address.is_private() || address.is_link_local(),
        IpAddr::V6(address) => address.is_loopback() || address.is_unique_local() || address.is_unicast_link_local(),
    }
}
