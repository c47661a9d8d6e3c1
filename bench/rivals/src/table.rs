//! The one table that every engine's policy is made from: 30 actions, 6 channels, 5 roles; and the mix of what is asked.

use domain::assurance::Level;

/// Channels and how far they reach.
pub const CHANNELS: [(&str, Level); 6] = [
    ("phone", Level::High),
    ("chat", Level::High),
    ("ticket", Level::Substantial),
    ("kiosk", Level::High),
    ("social", Level::Substantial),
    ("portal", Level::High),
];
/// Roles; the last is one that only this table knows.
pub const ROLES: [&str; 5] = ["agent", "supervisor", "auditor", "administrator", "clerk"];
/// The amount in cents above which more is needed.
pub const BAND: u64 = 20_000;

/// What an action needs.
#[derive(Clone, Debug)]
pub struct Action {
    pub key: String,
    pub level: Level,
    pub consent: bool,
    pub second_person: bool,
    /// Above [`BAND`] it needs High and a second person.
    pub banded: bool,
    /// Places in [`ROLES`].
    pub roles: Vec<usize>,
    /// Places in [`CHANNELS`].
    pub channels: Vec<usize>,
}

/// The thirty of them.
pub fn actions() -> Vec<Action> {
    (0..30).map(action).collect()
}

/// The first three are those that the program runs itself, and that its policies must have.
fn action(n: usize) -> Action {
    let key = match n {
        0 => "change_email".to_owned(),
        1 => "update_contact_preferences".to_owned(),
        2 => "refund".to_owned(),
        n => format!("action_{n}"),
    };
    let level = [Level::High, Level::Low, Level::Substantial, Level::Low, Level::Substantial, Level::High][n % 6];
    let reaches = |place: &usize| CHANNELS[*place].1 >= level;
    Action {
        key,
        level,
        consent: n % 3 != 1,
        second_person: n % 10 == 7,
        banded: n % 6 == 2,
        roles: (0..ROLES.len()).filter(|role| *role == 0 || (n + role) % 3 == 0).collect(),
        channels: (0..CHANNELS.len()).filter(reaches).filter(|place| n == 2 || (n + place) % 5 != 4).collect(),
    }
}

/// What was proved in the session that is asked about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proved {
    Nothing,
    Pin,
    Push,
    PushVerifiedAndPin,
}

impl Proved {
    pub const ALL: [Self; 4] = [Self::Nothing, Self::Pin, Self::Push, Self::PushVerifiedAndPin];
}

/// One question.
#[derive(Clone, Copy, Debug)]
pub struct Asked {
    /// The place of the action.
    pub action: usize,
    pub role: usize,
    pub channel: usize,
    pub proved: Proved,
    pub consent: bool,
    pub second_person: bool,
    /// In cents.
    pub amount: u64,
}

/// Every question there is: all are compared, before any is timed.
pub fn every(actions: &[Action]) -> Vec<Asked> {
    let mut all = Vec::new();
    for action in 0..actions.len() {
        for role in 0..ROLES.len() {
            for channel in 0..CHANNELS.len() {
                for proved in Proved::ALL {
                    for bits in 0..8_u8 {
                        let amount = if bits & 4 == 0 { 4_550 } else { BAND + 1 };
                        all.push(Asked { action, role, channel, proved, consent: bits & 1 != 0, second_person: bits & 2 != 0, amount });
                    }
                }
            }
        }
    }
    all
}

/// How many of each answer are in the mix.
pub const EACH: usize = 40;
