//! Connections over the link: for each direction one thread that takes bytes from the sender and
//! one that hands them on when they arrive.

use std::io::{self, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpStream};
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use crate::SEGMENT_BYTES;
use crate::link::{Link, Shape, Stalls, Way, nanoseconds};

/// Bytes and when they arrive; none are the end of the stream.
struct Piece {
    bytes: Vec<u8>,
    arrives_ns: u64,
}

/// The link and its clock.
pub struct Relay {
    link: Mutex<Link>,
    origin: Instant,
    round_trip_ns: u64,
    to: SocketAddr,
}

/// A request and its answer: all that goes up until something comes down, and that.
#[derive(Default)]
struct Turn {
    up_bytes: u64,
    up_first_ns: u64,
    up_last_ns: u64,
    down_bytes: u64,
    down_last_ns: u64,
}

/// One connection while it lasts.
struct Connection {
    number: u64,
    relay: Arc<Relay>,
    turn: Mutex<Turn>,
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Relay {
    /// A relay to a server.
    pub fn new(shape: Shape, stalls: Option<Stalls>, to: SocketAddr) -> Self {
        let round_trip_ns = 2 * nanoseconds(shape.delay);
        let link = Mutex::new(Link::new(shape, stalls));
        Self { link, origin: Instant::now(), round_trip_ns, to }
    }

    /// Relay one connection to its end.
    pub fn serve(self: &Arc<Self>, number: u64, client: TcpStream) -> io::Result<()> {
        let accepted_ns = self.now_ns();
        let server = TcpStream::connect(self.to)?;
        client.set_nodelay(true)?;
        server.set_nodelay(true)?;
        let connection =
            Arc::new(Connection { number, relay: self.clone(), turn: Mutex::default() });
        let up = connection.start(Way::Up, client.try_clone()?, server.try_clone()?);
        let down = connection.start(Way::Down, server, client);
        // TCP's own greeting takes a round trip before the client may send. On the loopback it is
        // over at once, so the first bytes wait that long.
        self.sleep_until(accepted_ns + self.round_trip_ns);
        for threads in [up?, down?] {
            let _ = threads.send(());
        }
        Ok(())
    }

    fn now_ns(&self) -> u64 {
        nanoseconds(self.origin.elapsed())
    }

    fn sleep_until(&self, moment_ns: u64) {
        let left_ns = moment_ns.saturating_sub(self.now_ns());
        if left_ns > 0 {
            thread::sleep(Duration::from_nanos(left_ns));
        }
    }
}

impl Connection {
    /// Start both threads of a direction; the first one waits for a word.
    fn start(self: &Arc<Self>, way: Way, from: TcpStream, to: TcpStream) -> io::Result<Sender<()>> {
        let (go, wait) = mpsc::channel();
        let (pieces, arriving) = mpsc::channel();
        let taker = self.clone();
        thread::Builder::new().spawn(move || {
            let _ = wait.recv();
            taker.take(way, from, &pieces);
        })?;
        let giver = self.clone();
        thread::Builder::new().spawn(move || giver.give(way, to, &arriving))?;
        Ok(go)
    }

    /// Take bytes from the sender while the queue has room, until it has no more.
    fn take(&self, way: Way, mut from: TcpStream, pieces: &Sender<Piece>) {
        let mut buffer = [0_u8; SEGMENT_BYTES];
        loop {
            let room_ns = locked(&self.relay.link).room_from_ns(way);
            self.relay.sleep_until(room_ns);
            // A connection that was reset has come to its end as well.
            let count = from.read(&mut buffer).unwrap_or(0);
            let now_ns = self.relay.now_ns();
            if way == Way::Up && count > 0 {
                self.note_sent(now_ns);
            }
            let arrives_ns = locked(&self.relay.link).carry(way, now_ns, count as u64);
            let piece = Piece { bytes: buffer[..count].to_vec(), arrives_ns };
            if pieces.send(piece).is_err() || count == 0 {
                return;
            }
        }
    }

    /// Hand on what arrives. When one side is gone the other one learns of it.
    fn give(&self, way: Way, mut to: TcpStream, arriving: &Receiver<Piece>) {
        for piece in arriving {
            self.relay.sleep_until(piece.arrives_ns);
            if piece.bytes.is_empty() {
                let _ = to.shutdown(Shutdown::Write);
                break;
            }
            if to.write_all(&piece.bytes).is_err() {
                let _ = to.shutdown(Shutdown::Both);
                break;
            }
            self.note_arrived(way, piece.bytes.len() as u64);
        }
        if way == Way::Down {
            self.tell(&mut locked(&self.turn));
        }
    }

    /// Bytes go up: after an answer they are the next turn.
    fn note_sent(&self, now_ns: u64) {
        let mut turn = locked(&self.turn);
        if turn.down_bytes > 0 {
            self.tell(&mut turn);
        }
        if turn.up_first_ns == 0 {
            turn.up_first_ns = now_ns;
        }
    }

    fn note_arrived(&self, way: Way, bytes: u64) {
        let now_ns = self.relay.now_ns();
        let mut turn = locked(&self.turn);
        match way {
            Way::Up => {
                turn.up_bytes += bytes;
                turn.up_last_ns = now_ns;
            }
            Way::Down => {
                turn.down_bytes += bytes;
                turn.down_last_ns = now_ns;
            }
        }
    }

    /// Print the turn and begin the next one.
    fn tell(&self, turn: &mut Turn) {
        let Turn { up_bytes, up_first_ns, up_last_ns, down_bytes, down_last_ns } =
            std::mem::take(turn);
        if up_bytes == 0 {
            return;
        }
        let stalls = locked(&self.relay.link).stall_count();
        let line = format!(
            "{{\"connection\":{},\"up_bytes\":{up_bytes},\"up_first_us\":{},\"up_last_us\":{},\
             \"down_bytes\":{down_bytes},\"down_last_us\":{},\"stalls\":{stalls}}}\n",
            self.number,
            up_first_ns / 1_000,
            up_last_ns / 1_000,
            down_last_ns / 1_000,
        );
        let _ = io::stdout().write_all(line.as_bytes());
    }
}

/// Read and forget until the client has enough.
pub fn swallow(mut client: TcpStream) {
    let mut buffer = [0_u8; SEGMENT_BYTES];
    while matches!(client.read(&mut buffer), Ok(count) if count > 0) {}
}
