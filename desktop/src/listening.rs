//! Takes applications from the local network: HTTP behind a token, found by mDNS.
//!
//! `PUT /application` with the file as body hands it to the core and answers with what the core says;
//! `GET /application` tells which one runs. Both want `Authorization: Bearer TOKEN`.

use std::net::{SocketAddr, TcpListener};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use mdns_sd::{IfKind, ServiceDaemon, ServiceInfo};
use serde_json::{Value, json};
use subtle::ConstantTimeEq;

use crate::core;
use crate::offer::{Answer, Offer};
use crate::options::APPLICATION_BYTES_MAX;

/// Type of the service, as DNS-SD has it (RFC 6763).
const SERVICE: &str = "_wamcam._tcp.local.";

/// Hands an offer to the core, and waits.
pub type Hand = Arc<dyn Fn(&Offer) -> Answer + Send + Sync>;

/// The server of a board: it begins when the application names a token.
pub struct Listening {
    address: SocketAddr,
    token: Arc<Mutex<String>>,
    begun: Mutex<Option<ServiceDaemon>>,
}

#[derive(Clone)]
struct Desk {
    token: Arc<Mutex<String>>,
    hand: Hand,
}

impl Listening {
    /// Listen at this address as soon as `start` is called.
    pub fn new(address: SocketAddr) -> Self {
        Self { address, token: Arc::default(), begun: Mutex::default() }
    }

    /// Take applications from whoever knows the token. Returns the address that is listened at, or
    /// `None` if only the token is another one than before.
    pub fn start(&self, name: &str, token: &str, hand: Hand) -> Result<Option<SocketAddr>, String> {
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
        let desk = Desk { token: self.token.clone(), hand };
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
        .layer(DefaultBodyLimit::max(APPLICATION_BYTES_MAX as usize))
        .with_state(desk);
    runtime.block_on(async {
        if let Ok(listener) = tokio::net::TcpListener::from_std(listener) {
            // It ends with the process.
            drop(axum::serve(listener, routes).await);
        }
    });
}

fn is_allowed(desk: &Desk, headers: &HeaderMap) -> bool {
    let token = desk.token.lock().unwrap_or_else(PoisonError::into_inner);
    headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.as_bytes().strip_prefix(b"Bearer "))
        .is_some_and(|told| bool::from(told.ct_eq(token.as_bytes())))
}

fn refused(status: StatusCode, sentence: &str) -> Response {
    (status, Json(json!({ "error": sentence }))).into_response()
}

fn unknown_token() -> Response {
    let sentence = "the token is not that of the camera: compare WAMCAM_TOKEN in its settings.toml";
    refused(StatusCode::UNAUTHORIZED, sentence)
}

async fn tell(State(desk): State<Desk>, headers: HeaderMap) -> Response {
    if !is_allowed(&desk, &headers) {
        return unknown_token();
    }
    answer(&hand_over(desk.hand, Offer::default()).await)
}

async fn take(
    State(desk): State<Desk>,
    headers: HeaderMap,
    Query(query): Query<Vec<(String, String)>>,
    bytes: Bytes,
) -> Response {
    if !is_allowed(&desk, &headers) {
        return unknown_token();
    }
    if bytes.is_empty() {
        return refused(StatusCode::BAD_REQUEST, "the body holds no application");
    }
    match offer_of(&query, bytes) {
        Ok(offer) => answer(&hand_over(desk.hand, offer).await),
        Err(sentence) => refused(StatusCode::BAD_REQUEST, &sentence),
    }
}

/// The file with what the query asks for: `downgrade`, `again`, `replace`, `trial_s=SECONDS`.
fn offer_of(query: &[(String, String)], bytes: Bytes) -> Result<Offer, String> {
    let mut offer = Offer { bytes: bytes.into(), ..Offer::default() };
    for (key, value) in query {
        match key.as_str() {
            "downgrade" => offer.downgrade = true,
            "again" => offer.again = true,
            "replace" => offer.replace = true,
            "trial_s" => {
                offer.trial_s = value
                    .parse()
                    .map_err(|_| format!("trial_s takes whole seconds, \"{value}\" was given"))?;
            }
            _ => {
                return Err(format!(
                    "there is no \"{key}\": downgrade, again, replace, trial_s=SECONDS"
                ));
            }
        }
    }
    Ok(offer)
}

/// The core answers within seconds; other requests go on meanwhile.
async fn hand_over(hand: Hand, offer: Offer) -> Answer {
    let (sender, receiver) = tokio::sync::oneshot::channel();
    thread::spawn(move || drop(sender.send(hand(&offer))));
    receiver.await.unwrap_or_default()
}

fn answer(answer: &Answer) -> Response {
    let status = match answer.status {
        core::WAMCAM_OK => StatusCode::OK,
        core::WAMCAM_EXISTS | core::WAMCAM_BUSY => StatusCode::CONFLICT,
        core::WAMCAM_TOO_BIG => StatusCode::PAYLOAD_TOO_LARGE,
        core::WAMCAM_TIMED_OUT => StatusCode::SERVICE_UNAVAILABLE,
        core::WAMCAM_IO | core::WAMCAM_NO_MEMORY => StatusCode::INTERNAL_SERVER_ERROR,
        core::WAMCAM_NOT_SUPPORTED if answer.state.is_empty() => StatusCode::NOT_IMPLEMENTED,
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let state: Value =
        serde_json::from_str(&format!("{{{}}}", answer.state)).unwrap_or_else(|_| json!({}));
    if status == StatusCode::OK {
        return Json(state).into_response();
    }
    (status, Json(json!({ "error": answer.sentence, "state": state }))).into_response()
}
