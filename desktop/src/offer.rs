//! What HTTP asks of the core, from another thread: wamcam/push.h.

use std::ffi::{CString, c_char};
use std::ptr;

use crate::core;
use crate::output::text_of;

/// What HTTP answers.
pub struct Reply {
    /// As RFC 9110 has it.
    pub status: u16,
    /// A JSON object.
    pub body: String,
}

impl Reply {
    fn of(reply: &core::wamcam_push_reply) -> Self {
        Self { status: u16::try_from(reply.status).unwrap_or(500), body: text_of(&reply.body) }
    }
}

/// What holds no NUL, as it comes from HTTP; anything else is as good as nothing.
fn c_text(bytes: &[u8]) -> Option<CString> {
    CString::new(bytes).ok()
}

/// Refuses whoever does not know the token.
pub fn check_token(authorization: Option<&[u8]>, token: &str) -> Result<(), Reply> {
    let authorization = authorization.and_then(c_text);
    let token = c_text(token.as_bytes()).unwrap_or_default();
    let given = authorization.as_ref().map_or(ptr::null(), |text| text.as_ptr());
    let mut reply = core::wamcam_push_reply::default();
    // SAFETY: the texts and the reply are there until the call returns.
    let is_allowed = unsafe { core::wamcam_push_is_allowed(given, token.as_ptr(), &raw mut reply) };
    if is_allowed { Ok(()) } else { Err(Reply::of(&reply)) }
}

/// Which application runs. Any thread but the core's.
pub fn tell(board: &core::wamcam_board) -> Reply {
    hand_over(board, &core::wamcam_offer::default())
}

/// Hand a file over with what the query asks for, and wait for the answer; `None`: a body that is
/// larger than any application. Any thread but the core's.
pub fn take(board: &core::wamcam_board, query: &str, bytes: Option<&[u8]>) -> Reply {
    let mut offer = core::wamcam_offer::default();
    let mut reply = core::wamcam_push_reply::default();
    let query = c_text(query.as_bytes()).unwrap_or_default();
    let text: *const c_char = query.as_ptr();
    let length = bytes.map_or(u64::MAX, |bytes| bytes.len() as u64);
    // SAFETY: what the pointers name is there until the calls return.
    let is_wanted = unsafe {
        core::wamcam_push_read_query(text, &raw mut offer, &raw mut reply)
            && core::wamcam_push_takes(board, length, &raw mut reply)
    };
    if !is_wanted {
        return Reply::of(&reply);
    }
    let bytes = bytes.unwrap_or_default();
    offer.bytes = bytes.as_ptr();
    offer.length = bytes.len();
    hand_over(board, &offer)
}

/// Lines of the log, and where the next ones begin.
pub struct Log {
    /// Each with its line end.
    pub lines: String,
    /// For the next question.
    pub next: i64,
}

/// The lines that the query asks for. Any thread.
pub fn read_log(board: &core::wamcam_board, query: &str) -> Result<Log, Reply> {
    let mut lines = [0; core::WAMCAM_PUSH_LOG_SIZE as usize];
    let mut next = 0;
    let mut reply = core::wamcam_push_reply::default();
    let query = c_text(query.as_bytes()).unwrap_or_default();
    // SAFETY: all that the pointers name is there until the call returns; `lines` has the size.
    let is_told = unsafe {
        core::wamcam_push_read_log(
            board,
            query.as_ptr(),
            lines.as_mut_ptr(),
            &raw mut next,
            &raw mut reply,
        )
    };
    if is_told { Ok(Log { lines: text_of(&lines), next }) } else { Err(Reply::of(&reply)) }
}

fn hand_over(board: &core::wamcam_board, offer: &core::wamcam_offer) -> Reply {
    let mut reply = core::wamcam_push_reply::default();
    // SAFETY: all three are there until the call returns, and the core keeps none of them.
    unsafe { core::wamcam_push_hand_over(board, offer, &raw mut reply) };
    Reply::of(&reply)
}
