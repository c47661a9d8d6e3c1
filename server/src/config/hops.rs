//! Who may say on whose behalf they connect (`X-Forwarded-For`). Nobody, unless the operator says so.

use std::net::{IpAddr, SocketAddr};

/// The proxies in front of us that are believed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TrustedHops {
    /// That many, one behind the other: nobody else can reach us. Zero believes nobody.
    Count(u8),
    /// Those whose address is in one of these networks. Safer: a request that came round the proxy is not believed.
    Networks(Vec<Network>),
}

impl TrustedHops {
    /// Reads a count, or networks with commas between.
    ///
    /// # Errors
    /// With what is wrong, as the middle of a sentence.
    pub fn parse(text: &str) -> Result<Self, String> {
        if let Ok(count) = text.parse::<u8>() {
            return if count <= 8 { Ok(Self::Count(count)) } else { Err(format!("is {count}")) };
        }
        text.split(',').map(|part| Network::parse(part.trim())).collect::<Result<_, _>>().map(Self::Networks)
    }

    /// The address of the client: the peer itself unless it may speak for another. `forwarded` is every value of
    /// `X-Forwarded-For` in the order of the header lines; its left end is whatever the client wrote.
    pub fn client(&self, peer: SocketAddr, forwarded: &[&str]) -> IpAddr {
        let peer = peer.ip().to_canonical();
        let mut backwards = forwarded.iter().rev().flat_map(|line| line.rsplit(',')).map(|part| address(part.trim()));
        match self {
            Self::Count(0) => peer,
            Self::Count(count) => backwards.nth(usize::from(*count) - 1).flatten().unwrap_or(peer),
            Self::Networks(networks) => {
                let trusted = |address: &IpAddr| networks.iter().any(|network| network.holds(*address));
                let mut client = peer;
                while trusted(&client) {
                    let Some(Some(before)) = backwards.next() else { break };
                    client = before;
                }
                client
            }
        }
    }
}

/// Some proxies write the port too.
fn address(text: &str) -> Option<IpAddr> {
    let bare = text.parse().ok().or_else(|| text.parse::<SocketAddr>().ok().map(|address| address.ip()));
    bare.map(|address: IpAddr| address.to_canonical())
}

/// A network in CIDR notation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Network {
    base: IpAddr,
    bits: u8,
}

impl Network {
    fn parse(text: &str) -> Result<Self, String> {
        let wrong = || format!("holds {text:?}, which is neither a count nor a network");
        let (base, bits) = text.split_once('/').map_or((text, None), |(base, bits)| (base, Some(bits)));
        let base: IpAddr = base.parse().map_err(|_| wrong())?;
        let width = if base.is_ipv4() { 32 } else { 128 };
        let bits = bits.map_or(Ok(width), |bits| bits.parse().map_err(|_| wrong()))?;
        if bits > width { Err(wrong()) } else { Ok(Self { base, bits }) }
    }

    fn holds(self, address: IpAddr) -> bool {
        match (self.base, address) {
            (IpAddr::V4(base), IpAddr::V4(address)) => {
                let mask = u32::MAX.checked_shl(32 - u32::from(self.bits)).unwrap_or(0);
                base.to_bits() & mask == address.to_bits() & mask
            }
            (IpAddr::V6(base), IpAddr::V6(address)) => {
                let mask = u128::MAX.checked_shl(128 - u32::from(self.bits)).unwrap_or(0);
                base.to_bits() & mask == address.to_bits() & mask
            }
            _ => false,
        }
    }
}
