//! Sleeping until a socket is ready, a moment is reached or somebody wakes the board.

use std::io;
use std::os::fd::{AsRawFd, FromRawFd, OwnedFd};
use std::ptr;
use std::sync::Arc;
use std::time::Duration;

/// Ends a sleep from any thread, or from a signal handler.
#[derive(Clone)]
pub struct Waker {
    event: Arc<OwnedFd>,
}

impl Waker {
    /// A waker that nobody has rung yet.
    pub fn new() -> io::Result<Self> {
        // SAFETY: no memory is involved; the result is checked.
        let descriptor = unsafe { libc::eventfd(0, libc::EFD_CLOEXEC | libc::EFD_NONBLOCK) };
        if descriptor < 0 {
            return Err(io::Error::last_os_error());
        }
        // SAFETY: the descriptor was just made and belongs to nobody else.
        let event = unsafe { OwnedFd::from_raw_fd(descriptor) };
        Ok(Self { event: Arc::new(event) })
    }

    /// End the sleep under way, or the next one at once. Safe in a signal handler.
    pub fn wake(&self) {
        let one = 1_u64.to_ne_bytes();
        // SAFETY: the buffer has the length given. A full counter is a wake-up all the same.
        unsafe { libc::write(self.event.as_raw_fd(), one.as_ptr().cast(), one.len()) };
    }

    /// Forget the wake-ups so far.
    fn clear(&self) {
        let mut count = [0_u8; 8];
        // SAFETY: the buffer has the length given; nothing to read is no error.
        unsafe { libc::read(self.event.as_raw_fd(), count.as_mut_ptr().cast(), count.len()) };
    }

    /// Sleep until one of `sockets` (with poll's events) is ready, `wake` is called or `longest`
    /// has passed; none: no limit. May end early.
    pub fn wait(&self, sockets: impl Iterator<Item = libc::pollfd>, longest: Option<Duration>) {
        let own = libc::pollfd { fd: self.event.as_raw_fd(), events: libc::POLLIN, revents: 0 };
        let mut all: Vec<libc::pollfd> = std::iter::once(own).chain(sockets).collect();
        let longest = longest.map(to_timespec);
        let longest_pointer = longest.as_ref().map_or(ptr::null(), ptr::from_ref);
        let count = all.len() as libc::nfds_t;
        // SAFETY: both pointers live until the call returns, `count` entries are there. An error
        // is an early end, which callers expect.
        unsafe { libc::ppoll(all.as_mut_ptr(), count, longest_pointer, ptr::null()) };
        self.clear();
    }
}

/// A request to wait for one socket. Without any interest the socket is left out: poll would
/// report its hang-up again and again.
pub fn interest(descriptor: i32, readable: bool, writable: bool) -> libc::pollfd {
    let events = if readable { libc::POLLIN } else { 0 } | if writable { libc::POLLOUT } else { 0 };
    let fd = if events == 0 { -1 } else { descriptor };
    libc::pollfd { fd, events, revents: 0 }
}

#[expect(clippy::cast_possible_wrap, reason = "below 2^31")]
fn to_timespec(duration: Duration) -> libc::timespec {
    // The kernel refuses what it cannot add to its clock; a board is looked after once a month.
    let seconds = duration.as_secs().min(30 * 86_400);
    libc::timespec {
        tv_sec: seconds as libc::time_t,
        tv_nsec: libc::c_long::from(duration.subsec_nanos()),
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;
    use std::net::{TcpListener, TcpStream};
    use std::thread;

    use super::*;

    #[test]
    fn a_wake_up_before_or_during_the_sleep_ends_it() {
        let waker = Waker::new().unwrap();
        waker.wake();
        waker.wake();
        waker.wait(std::iter::empty(), None);
        // The wake-ups are used up: only the other thread can end this sleep.
        let other = waker.clone();
        let thread = thread::spawn(move || other.wake());
        waker.wait(std::iter::empty(), None);
        thread.join().unwrap();
    }

    #[test]
    fn a_wake_up_is_used_up_by_one_sleep() {
        let waker = Waker::new().unwrap();
        waker.wake();
        waker.wait(std::iter::empty(), None);
        let mut own =
            libc::pollfd { fd: waker.event.as_raw_fd(), events: libc::POLLIN, revents: 0 };
        // SAFETY: one entry is given and one is there.
        assert_eq!(unsafe { libc::poll(&raw mut own, 1, 0) }, 0);
    }

    #[test]
    fn a_readable_socket_ends_the_sleep_and_one_without_interest_does_not() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let mut near = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
        let (far, _) = listener.accept().unwrap();
        let waker = Waker::new().unwrap();
        near.write_all(b"x").unwrap();
        waker.wait([interest(far.as_raw_fd(), true, false)].into_iter(), None);
        waker.wait([interest(near.as_raw_fd(), false, true)].into_iter(), None);
        assert_eq!(interest(far.as_raw_fd(), false, false).fd, -1);
    }

    #[test]
    fn a_limit_ends_the_sleep() {
        let waker = Waker::new().unwrap();
        waker.wait(std::iter::empty(), Some(Duration::ZERO));
        waker.wait(std::iter::empty(), Some(Duration::from_micros(50)));
        assert_eq!(to_timespec(Duration::MAX).tv_sec, 30 * 86_400);
    }
}
