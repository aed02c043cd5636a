//! A link of fixed delay and rate on the loopback: a relay between a client and a server that lets
//! each byte arrive when such a link would. What it models, and what not, is in
//! docs/bench/method.md.
//!
//! Standard output carries one JSON object a line: first the port, then one for each turn of a
//! connection. It ends when standard input does.

mod link;
mod relay;

use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::process::ExitCode;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use clap::Parser;
use socket2::{Domain, Socket, Type};

use link::{Shape, Stalls};
use relay::Relay;

/// Payload of one packet on Ethernet with TCP timestamps; the link carries such pieces.
pub const SEGMENT_BYTES: usize = 1448;

/// Relay connections over a shaped link.
#[derive(Debug, Parser)]
#[command(name = "wamcam-shaper", version)]
struct Options {
    /// Where the link ends
    #[arg(long, value_name = "ADDRESS:PORT")]
    to: SocketAddr,

    /// How long a byte is under way, each way
    #[arg(long, value_name = "MS", value_parser = clap::value_parser!(u64).range(0..=10_000))]
    delay_ms: u64,

    /// How fast bytes set out, each way
    #[arg(long, value_name = "BITS", value_parser = clap::value_parser!(u64).range(1_000..))]
    bits_per_second: u64,

    /// How many bytes wait for their turn before no more are taken from the sender
    #[arg(long, value_name = "BYTES", default_value = "16384",
          value_parser = clap::value_parser!(u64).range(1_448..))]
    queue_bytes: u64,

    /// Let the link stand still, in both directions, after about so many bytes each
    #[arg(long, value_name = "BYTES", value_parser = clap::value_parser!(u64).range(1..))]
    stall_after_bytes: Option<u64>,

    /// How long it stands still
    #[arg(long, value_name = "MS", default_value = "2000",
          value_parser = clap::value_parser!(u64).range(1..=60_000))]
    stall_ms: u64,

    /// Which of all series of stalls it is
    #[arg(long, value_name = "SEED", default_value = "1")]
    seed: u64,

    /// Accept every so manieth connection and let nothing of it pass, as a server that hangs
    #[arg(long, value_name = "COUNT", value_parser = clap::value_parser!(u64).range(1..))]
    swallow_every: Option<u64>,
}

/// Small buffers, so that the sender feels the link, and packets as on a network: the loopback's
/// own are of 64 KiB.
fn listen() -> io::Result<TcpListener> {
    let socket = Socket::new(Domain::IPV4, Type::STREAM, None)?;
    socket.set_recv_buffer_size(16 * 1024)?;
    socket.set_tcp_mss(1460)?;
    socket.bind(&SocketAddr::from((Ipv4Addr::LOCALHOST, 0)).into())?;
    socket.listen(64)?;
    Ok(socket.into())
}

fn run(options: &Options) -> io::Result<()> {
    let stalls = options
        .stall_after_bytes
        .map(|mean| Stalls::new(options.seed, mean, Duration::from_millis(options.stall_ms)));
    let shape = Shape {
        delay: Duration::from_millis(options.delay_ms),
        bits_per_second: options.bits_per_second,
        queue_bytes: options.queue_bytes,
    };
    let relay = Arc::new(Relay::new(shape, stalls, options.to));
    let listener = listen()?;
    println!("{{\"port\":{}}}", listener.local_addr()?.port());
    io::stdout().flush()?;
    let every = options.swallow_every.unwrap_or(u64::MAX);
    for number in 1.. {
        let (client, _) = listener.accept()?;
        let relay = relay.clone();
        thread::spawn(move || {
            if number % every == 0 {
                relay::swallow(client);
            } else if let Err(error) = relay.serve(number, client) {
                eprintln!("connection {number}: {error}");
            }
        });
    }
    Ok(())
}

/// Whoever has started the program is gone, or has no use for it any more.
fn end_with_standard_input() {
    thread::spawn(|| {
        let mut nothing = [0_u8; 64];
        while matches!(io::stdin().read(&mut nothing), Ok(count) if count > 0) {}
        std::process::exit(0);
    });
}

fn main() -> ExitCode {
    let options = Options::parse();
    end_with_standard_input();
    match run(&options) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("wamcam-shaper: {error}");
            ExitCode::FAILURE
        }
    }
}
