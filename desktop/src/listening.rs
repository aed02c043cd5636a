//! Takes applications from the local network: HTTP behind a token, found by mDNS.
//!
//! `PUT /application` with the file as body hands it to the core and answers with what the core says;
//! `GET /application` tells which one runs, `GET /log?from=N` lines of the log. All want `Authorization: Bearer TOKEN`.

use std::net::{SocketAddr, TcpListener};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use axum::Router;
use axum::body::Body;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use http_body_util::BodyExt;
use mdns_sd::{IfKind, ServiceDaemon, ServiceInfo};

use crate::board::Board;
use crate::core;
use crate::offer::{self, Reply};
use crate::options::APPLICATION_BYTES_MAX;

/// Type of the service, as DNS-SD has it (RFC 6763).
const SERVICE: &str = "_wamcam._tcp.local.";
/// So much of a body is read, whether it is wanted or not.
const BODY_BYTES_MAX: usize = 64 * 1024 * 1024;

/// The server of a board: it begins when the application names a token.
pub struct Listening {
    address: SocketAddr,
    token: Arc<Mutex<String>>,
    begun: Mutex<Option<ServiceDaemon>>,
}

/// Where the next answer with the log goes on.
const LOG_NEXT: &str = match core::WAMCAM_PUSH_LOG_NEXT.to_str() {
    Ok(name) => name,
    Err(_) => panic!("a header of ASCII"),
};

#[derive(Clone)]
struct Desk {
    token: Arc<Mutex<String>>,
    board: &'static Board,
}

impl Listening {
    /// Listen at this address as soon as `start` is called.
    pub fn new(address: SocketAddr) -> Self {
        Self { address, token: Arc::default(), begun: Mutex::default() }
    }

    /// Take applications from whoever knows the token. Returns the address that is listened at, or
    /// `None` if only the token is another one than before.
    pub fn start(
        &self,
        board: &'static Board,
        name: &str,
        token: &str,
    ) -> Result<Option<SocketAddr>, String> {
        token.clone_into(&mut self.token.lock().unwrap_or_else(PoisonError::into_inner));
        let mut begun = self.begun.lock().unwrap_or_else(PoisonError::into_inner);
        if begun.is_some() {
            return Ok(None);
        }
        let listener = TcpListener::bind(self.address)
            .and_then(|listener| listener.set_nonblocking(true).map(|()| listener))
            .map_err(|error| format!("nobody can listen at {}: {error}", self.address))?;
        let address = listener.local_addr().map_err(|error| error.to_string())?;
        *begun = Some(announce(name, address)?);
        let desk = Desk { token: self.token.clone(), board };
        thread::spawn(move || serve(listener, desk));
        Ok(Some(address))
    }
}

impl Drop for Listening {
    fn drop(&mut self) {
        let begun = self.begun.get_mut().unwrap_or_else(PoisonError::into_inner);
        if let Some(daemon) = begun.take() {
            // It says goodbye to those who have seen it; nobody waits for it.
            drop(daemon.shutdown());
        }
    }
}

/// Tell the network by mDNS. A board that listens on the loopback only is told of there only.
fn announce(name: &str, address: SocketAddr) -> Result<ServiceDaemon, String> {
    let failed = |error: mdns_sd::Error| format!("the network cannot be told by mDNS: {error}");
    let daemon = ServiceDaemon::new().map_err(failed)?;
    let host = format!("wamcam-{}.local.", std::process::id());
    let properties = [("board", "desktop"), ("version", env!("CARGO_PKG_VERSION"))];
    let mut service =
        ServiceInfo::new(SERVICE, name, &host, address.ip(), address.port(), &properties[..])
            .map_err(failed)?;
    if address.ip().is_loopback() {
        daemon.disable_interface(IfKind::All).map_err(failed)?;
        daemon.enable_interface(IfKind::LoopbackV4).map_err(failed)?;
    } else if address.ip().is_unspecified() {
        service = service.enable_addr_auto();
    }
    daemon.register(service).map_err(failed)?;
    Ok(daemon)
}

fn serve(listener: TcpListener, desk: Desk) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build();
    let Ok(runtime) = runtime else { return };
    let routes = Router::new()
        .route("/application", get(tell).put(take))
        .route("/log", get(tell_log))
        .with_state(desk);
    runtime.block_on(async {
        if let Ok(listener) = tokio::net::TcpListener::from_std(listener) {
            // It ends with the process.
            drop(axum::serve(listener, routes).await);
        }
    });
}

async fn tell(State(desk): State<Desk>, headers: HeaderMap) -> Response {
    let board = desk.board;
    reply(&desk, &headers, move || offer::tell(&board.as_core())).await
}

async fn take(
    State(desk): State<Desk>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
    body: Body,
) -> Response {
    let query = query.unwrap_or_default();
    let Ok(bytes) = receive(body).await else { return StatusCode::BAD_REQUEST.into_response() };
    let board = desk.board;
    let hand = move || offer::take(&board.as_core(), &query, bytes.as_deref());
    reply(&desk, &headers, hand).await
}

/// The body; `None`: one that is larger than any application. It is let pass, since a sender that
/// has bytes left when the connection ends may lose the answer (RFC 9112 section 9.6).
async fn receive(mut body: Body) -> Result<Option<Vec<u8>>, axum::Error> {
    let mut bytes = Vec::new();
    let mut length = 0;
    while length <= BODY_BYTES_MAX {
        let Some(frame) = body.frame().await else { break };
        let piece = frame?.into_data().unwrap_or_default();
        length += piece.len();
        if length <= APPLICATION_BYTES_MAX as usize {
            bytes.extend_from_slice(&piece);
        }
    }
    Ok((length <= APPLICATION_BYTES_MAX as usize).then_some(bytes))
}

async fn tell_log(
    State(desk): State<Desk>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Response {
    let asked = check_token(&desk, &headers)
        .and_then(|()| offer::read_log(&desk.board.as_core(), &query.unwrap_or_default()));
    match asked {
        Ok(log) => ([(LOG_NEXT, log.next.to_string())], log.lines).into_response(),
        Err(refusal) => response(&refusal),
    }
}

/// The core answers within seconds; other requests go on meanwhile.
async fn reply(
    desk: &Desk,
    headers: &HeaderMap,
    ask: impl FnOnce() -> Reply + Send + 'static,
) -> Response {
    if let Err(refusal) = check_token(desk, headers) {
        return response(&refusal);
    }
    let (sender, receiver) = tokio::sync::oneshot::channel();
    thread::spawn(move || drop(sender.send(ask())));
    receiver
        .await
        .as_ref()
        .map_or_else(|_| StatusCode::INTERNAL_SERVER_ERROR.into_response(), response)
}

fn check_token(desk: &Desk, headers: &HeaderMap) -> Result<(), Reply> {
    let token = desk.token.lock().unwrap_or_else(PoisonError::into_inner);
    offer::check_token(headers.get(header::AUTHORIZATION).map(|value| value.as_bytes()), &token)
}

fn response(reply: &Reply) -> Response {
    let status = StatusCode::from_u16(reply.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    (status, [(header::CONTENT_TYPE, "application/json")], reply.body.clone()).into_response()
}
