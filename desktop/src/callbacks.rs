//! What the core calls: plain C functions that find the board behind their context.
//!
//! A panic here ends the process: unwinding into C is not possible.

use std::ffi::{CStr, CString, c_char, c_int, c_void};
use std::ptr;
use std::slice;
use std::sync::atomic::Ordering;
use std::sync::{MutexGuard, PoisonError};

use crate::board::Board;
use crate::camera::{
    BoardTime, Camera, CameraError, CameraErrorKind, Frame, frame_size, luminance,
};
use crate::card::{CardState, Room};
use crate::core::{self, wamcam_frame, wamcam_health, wamcam_level, wamcam_wait_socket};
use crate::output::Level;
use crate::redirect;
use crate::waiting;

/// The board behind a context.
///
/// # Safety
///
/// `context` is the one of `Board::as_core()`, whose board is still there.
unsafe fn board<'a>(context: *mut c_void) -> &'a Board {
    // SAFETY: see above; boards are only ever shared.
    unsafe { &*context.cast::<Board>() }
}

/// A text of the core.
///
/// # Safety
///
/// `text` ends with NUL and stays unchanged while the result is used.
unsafe fn text<'a>(text: *const c_char) -> std::borrow::Cow<'a, str> {
    // SAFETY: see above.
    unsafe { CStr::from_ptr(text) }.to_string_lossy()
}

// --- time -----------------------------------------------------------------------------------

pub unsafe extern "C" fn uptime_us(context: *mut c_void) -> i64 {
    // SAFETY: the core hands back its context.
    unsafe { board(context) }.clock.uptime_us()
}

pub unsafe extern "C" fn utc_us(context: *mut c_void) -> i64 {
    // SAFETY: the core hands back its context.
    unsafe { board(context) }.clock.utc_us()
}

pub unsafe extern "C" fn set_utc_us(context: *mut c_void, utc_us: i64) -> c_int {
    // SAFETY: the core hands back its context.
    unsafe { board(context) }.clock.set_utc_us(utc_us);
    core::WAMCAM_OK
}

pub unsafe extern "C" fn stopwatch_us(context: *mut c_void) -> i64 {
    // SAFETY: the core hands back its context.
    unsafe { board(context) }.clock.stopwatch_us()
}

pub unsafe extern "C" fn processor_us(_: *mut c_void) -> i64 {
    let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: `time` is there to be filled, and every thread has this clock.
    unsafe { libc::clock_gettime(libc::CLOCK_THREAD_CPUTIME_ID, &raw mut time) };
    time.tv_sec * 1_000_000 + time.tv_nsec / 1_000
}

pub unsafe extern "C" fn wait(
    context: *mut c_void,
    sockets: *const wamcam_wait_socket,
    count: usize,
    until_uptime_us: i64,
    until_stopwatch_us: i64,
) {
    // SAFETY: the core hands back its context; with a count of 0 the pointer may be anything.
    let (board, sockets) = unsafe {
        let sockets = if count == 0 { &[] } else { slice::from_raw_parts(sockets, count) };
        (board(context), sockets)
    };
    let interests = sockets
        .iter()
        .map(|socket| waiting::interest(socket.descriptor, socket.readable, socket.writable));
    let longest = board.clock.real_time_until(until_uptime_us, until_stopwatch_us);
    board.waker.wait(interests, longest);
}

pub unsafe extern "C" fn wake(context: *mut c_void) {
    // SAFETY: the core hands back its context.
    unsafe { board(context) }.waker.wake();
}

pub unsafe extern "C" fn stop_requested(context: *mut c_void) -> bool {
    // SAFETY: the core hands back its context.
    unsafe { board(context) }.stop.load(Ordering::SeqCst)
}

pub unsafe extern "C" fn random(_: *mut c_void, out: *mut u8, length: usize) {
    let mut filled = 0;
    while filled < length {
        // SAFETY: `out` holds `length` bytes, of which `filled` are written.
        let count = unsafe { libc::getrandom(out.add(filled).cast(), length - filled, 0) };
        // Only an interruption can stop it once the system has started.
        filled += usize::try_from(count).unwrap_or(0);
    }
}

/// A process has no Wi-Fi of its own, and its heap ends where the computer's memory does: only why
/// it starts is known.
pub unsafe extern "C" fn health(context: *mut c_void, out: *mut wamcam_health) {
    // SAFETY: the core hands back its context.
    let reason = unsafe { board(context) }.sleep.reset_reason();
    // SAFETY: `out` is the core's, filled with what is not known.
    unsafe { (*out).reset_reason = i32::try_from(reason).unwrap_or(0) };
}

/// Nobody is at this board but by Ctrl-C, of which the core knows.
pub unsafe extern "C" fn sleep_state(_: *mut c_void) -> c_int {
    core::WAMCAM_OK
}

pub unsafe extern "C" fn kept(context: *mut c_void, out: *mut u8) -> usize {
    // SAFETY: the core hands back its context.
    let bytes = unsafe { board(context) }.sleep.take_kept();
    // SAFETY: `out` holds the most that is ever kept.
    unsafe { ptr::copy_nonoverlapping(bytes.as_ptr(), out, bytes.len()) };
    bytes.len()
}

// --- camera ---------------------------------------------------------------------------------

fn camera(board: &Board) -> MutexGuard<'_, Box<dyn Camera>> {
    board.camera.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The core's number for a failure; the sentence goes into the log.
fn failed(board: &Board, error: &CameraError) -> c_int {
    board.output.log(Level::Warning, &format!("camera: {error}"));
    match error.kind {
        CameraErrorKind::NoDevice => core::WAMCAM_NO_DEVICE,
        CameraErrorKind::NotSupported => core::WAMCAM_NOT_SUPPORTED,
        CameraErrorKind::Invalid => core::WAMCAM_INVALID,
        CameraErrorKind::TimedOut => core::WAMCAM_TIMED_OUT,
        CameraErrorKind::Io => core::WAMCAM_IO,
    }
}

pub unsafe extern "C" fn camera_open(
    context: *mut c_void,
    frame_size: *const c_char,
    jpeg_quality: i32,
) -> c_int {
    // SAFETY: the core hands back its context and a text that ends with NUL.
    let (board, name) = unsafe { (board(context), text(frame_size)) };
    let mut camera = camera(board);
    let result = frame_size::find(&name)
        .ok_or_else(|| {
            let message = format!("there is no frame size called {name}");
            CameraError::new(CameraErrorKind::Invalid, message)
        })
        .and_then(|frame_size| camera.open(frame_size, jpeg_quality));
    remember_sensor(board, camera.sensor());
    result.map_or_else(|error| failed(board, &error), |()| core::WAMCAM_OK)
}

fn remember_sensor(board: &Board, name: &str) {
    let name = CString::new(name.replace('\0', "")).unwrap_or_default();
    let mut sensor = board.sensor.lock().unwrap_or_else(PoisonError::into_inner);
    // The same name keeps its address: the core may still hold it.
    if *sensor != name {
        *sensor = name;
    }
}

pub unsafe extern "C" fn camera_set(
    context: *mut c_void,
    setting: *const c_char,
    value: i32,
) -> c_int {
    // SAFETY: the core hands back its context and a text that ends with NUL.
    let (board, setting) = unsafe { (board(context), text(setting)) };
    let result = camera(board).set(&setting, value);
    match result {
        Ok(()) => core::WAMCAM_OK,
        // Trying a setting is how an application finds out: no warning.
        Err(error) if error.kind == CameraErrorKind::NotSupported => core::WAMCAM_NOT_SUPPORTED,
        Err(error) => failed(board, &error),
    }
}

pub unsafe extern "C" fn camera_take(context: *mut c_void, out: *mut wamcam_frame) -> c_int {
    // SAFETY: the core hands back its context.
    let board = unsafe { board(context) };
    let result = camera(board).take();
    match result {
        Ok(frame) => {
            // SAFETY: `out` is the caller's to fill.
            unsafe { out.write(lend(frame)) };
            core::WAMCAM_OK
        }
        Err(error) => failed(board, &error),
    }
}

/// The token is the box that owns the bytes.
fn lend(frame: Frame) -> wamcam_frame {
    let Frame { bytes, width_px, height_px, captured_at_uptime_us } = frame;
    let owner = Box::new(bytes);
    wamcam_frame {
        bytes: owner.as_ptr(),
        length_bytes: owner.len(),
        width_px,
        height_px,
        captured_at_uptime_us,
        token: Box::into_raw(owner).cast::<c_void>(),
    }
}

pub unsafe extern "C" fn camera_give_back(_: *mut c_void, frame: *mut wamcam_frame) {
    // SAFETY: the frame came from camera_take() and is given back once; the token is cleared so
    // that a second time does no harm.
    unsafe {
        let token = ptr::replace(&raw mut (*frame).token, ptr::null_mut());
        if !token.is_null() {
            drop(Box::from_raw(token.cast::<Vec<u8>>()));
        }
        (*frame).bytes = ptr::null();
        (*frame).length_bytes = 0;
    }
}

pub unsafe extern "C" fn camera_luminance(
    _: *mut c_void,
    frame: *const wamcam_frame,
    out: *mut u8,
) -> c_int {
    // SAFETY: the frame is one of camera_take() that is held, `out` has room for all cells.
    let (bytes, out) = unsafe {
        let frame = &*frame;
        (slice::from_raw_parts(frame.bytes, frame.length_bytes), out.cast::<luminance::Cells>())
    };
    match luminance::cells(bytes) {
        Some(cells) => {
            // SAFETY: as above.
            unsafe { out.write(cells) };
            core::WAMCAM_OK
        }
        None => core::WAMCAM_INVALID,
    }
}

pub unsafe extern "C" fn camera_close(context: *mut c_void) {
    // SAFETY: the core hands back its context.
    let board = unsafe { board(context) };
    camera(board).close();
    remember_sensor(board, "");
}

pub unsafe extern "C" fn camera_sensor(context: *mut c_void) -> *const c_char {
    // SAFETY: the core hands back its context.
    let board = unsafe { board(context) };
    board.sensor.lock().unwrap_or_else(PoisonError::into_inner).as_ptr()
}

// --- card -----------------------------------------------------------------------------------

fn state_number(state: CardState) -> c_int {
    match state {
        CardState::Ready => core::WAMCAM_OK,
        CardState::Missing => core::WAMCAM_NO_DEVICE,
        CardState::ReadOnly => core::WAMCAM_READ_ONLY,
        CardState::Failing => core::WAMCAM_IO,
    }
}

pub unsafe extern "C" fn card_state(context: *mut c_void) -> c_int {
    // SAFETY: the core hands back its context.
    state_number(unsafe { board(context) }.card.state())
}

pub unsafe extern "C" fn card_free_bytes(context: *mut c_void) -> i64 {
    // SAFETY: the core hands back its context.
    let card = &unsafe { board(context) }.card;
    card.room().map_or_else(
        |_| {
            let state = state_number(card.state());
            i64::from(if state == core::WAMCAM_OK { core::WAMCAM_IO } else { state })
        },
        |room| room.free_bytes,
    )
}

pub unsafe extern "C" fn room(
    _: *mut c_void,
    folder: *const c_char,
    out: *mut core::wamcam_room,
) -> c_int {
    // SAFETY: the core hands over a text that ends with NUL.
    let Ok(room) = Room::of(unsafe { CStr::from_ptr(folder) }) else { return core::WAMCAM_IO };
    let room = core::wamcam_room { free_bytes: room.free_bytes, total_bytes: room.total_bytes };
    // SAFETY: the core hands over a structure to be filled.
    unsafe { out.write(room) };
    core::WAMCAM_OK
}

// --- network --------------------------------------------------------------------------------

pub unsafe extern "C" fn tls_trust(context: *mut c_void, ssl_config: *mut c_void) -> c_int {
    // SAFETY: the core hands back its context and an initialised configuration, which ends
    // before the board does.
    unsafe { board(context).trust.install(ssl_config) };
    core::WAMCAM_OK
}

pub unsafe extern "C" fn connect_to(
    context: *mut c_void,
    host: *const c_char,
    port: u16,
    target: *mut c_char,
    target_size: usize,
    target_port: *mut u16,
) -> c_int {
    // SAFETY: the core hands back its context and a text that ends with NUL.
    let (board, host) = unsafe { (board(context), text(host)) };
    let (name, number) = redirect::target(&board.redirects, &host, port);
    if name.len() >= target_size {
        return core::WAMCAM_NAME_TOO_LONG;
    }
    // SAFETY: the name and its NUL fit into `target`, both outputs are the caller's to fill.
    unsafe {
        ptr::copy_nonoverlapping(name.as_ptr(), target.cast::<u8>(), name.len());
        target.add(name.len()).write(0);
        target_port.write(number);
    }
    core::WAMCAM_OK
}

pub unsafe extern "C" fn listen(
    context: *mut c_void,
    name: *const c_char,
    token: *const c_char,
) -> c_int {
    // SAFETY: the core hands back its context, whose board is never let go of (main.rs), and texts
    // that end with NUL.
    let (board, name, token): (&'static Board, _, _) =
        unsafe { (board(context), text(name), text(token)) };
    let Some(listening) = &board.listening else { return core::WAMCAM_NOT_SUPPORTED };
    match listening.start(board, &name, &token) {
        Ok(Some(address)) => {
            let line = format!("applications are taken at http://{address}/application");
            board.output.log(Level::Info, &line);
            core::WAMCAM_OK
        }
        Ok(None) => core::WAMCAM_OK,
        Err(sentence) => {
            board.output.log(Level::Warning, &sentence);
            core::WAMCAM_IO
        }
    }
}

// --- flash memory -----------------------------------------------------------------------------

/// The core's number for what became of a call of the flash memory.
fn flash_status(board: &Board, result: Option<std::io::Result<()>>) -> c_int {
    match result {
        Some(Ok(())) => core::WAMCAM_OK,
        Some(Err(error)) => {
            board.output.log(Level::Warning, &format!("the flash memory fails: {error}"));
            core::WAMCAM_IO
        }
        None => core::WAMCAM_IO,
    }
}

pub unsafe extern "C" fn flash_read(
    context: *mut c_void,
    area: core::wamcam_flash_area,
    offset: u32,
    out: *mut u8,
    length: usize,
) -> c_int {
    // SAFETY: the core hands back its context and room for `length` bytes.
    let (board, out) = unsafe { (board(context), slice::from_raw_parts_mut(out, length)) };
    flash_status(board, board.flash.as_ref().map(|flash| flash.read(area, offset, out)))
}

pub unsafe extern "C" fn flash_erase(
    context: *mut c_void,
    area: core::wamcam_flash_area,
    offset: u32,
    length: u32,
) -> c_int {
    // SAFETY: the core hands back its context.
    let board = unsafe { board(context) };
    flash_status(board, board.flash.as_ref().map(|flash| flash.erase(area, offset, length)))
}

pub unsafe extern "C" fn flash_write(
    context: *mut c_void,
    area: core::wamcam_flash_area,
    offset: u32,
    bytes: *const u8,
    length: usize,
) -> c_int {
    // SAFETY: the core hands back its context and `length` bytes.
    let (board, bytes) = unsafe { (board(context), slice::from_raw_parts(bytes, length)) };
    flash_status(board, board.flash.as_ref().map(|flash| flash.write(area, offset, bytes)))
}

// --- output ---------------------------------------------------------------------------------

pub unsafe extern "C" fn log(context: *mut c_void, level: wamcam_level, line: *const c_char) {
    // SAFETY: the core hands back its context and a text that ends with NUL.
    let (board, line) = unsafe { (board(context), text(line)) };
    let level = Level::from_core(level);
    // The console shows it on the same terminal.
    if board.output.is_text() && level != Level::Debug && board.follows_log() {
        return;
    }
    board.output.log(level, &line);
}

pub unsafe extern "C" fn report(context: *mut c_void, json: *const c_char, length: usize) {
    // SAFETY: the core hands back its context and `length` bytes.
    let (board, json) =
        unsafe { (board(context), slice::from_raw_parts(json.cast::<u8>(), length)) };
    board.output.report(json);
}

pub unsafe extern "C" fn record(context: *mut c_void, bytes: *const u8, length: usize) -> c_int {
    // SAFETY: the core hands back its context and `length` bytes.
    let (board, bytes) = unsafe { (board(context), slice::from_raw_parts(bytes, length)) };
    match board.recording.as_ref().map_or(Ok(()), |recording| recording.add(bytes)) {
        Ok(()) => core::WAMCAM_OK,
        Err(error) => {
            board.output.log(Level::Warning, &format!("the recording ends here: {error}"));
            core::WAMCAM_IO
        }
    }
}

pub unsafe extern "C" fn console_write(context: *mut c_void, text: *const c_char, length: usize) {
    // SAFETY: the core hands back its context and `length` bytes.
    let (board, text) =
        unsafe { (board(context), slice::from_raw_parts(text.cast::<u8>(), length)) };
    board.output.console(&String::from_utf8_lossy(text));
}

pub unsafe extern "C" fn console_done(context: *mut c_void) {
    // SAFETY: the core hands back its context.
    let board = unsafe { board(context) };
    board.output.console_done();
    if let Some(console) = &board.console {
        console.done();
    }
}
