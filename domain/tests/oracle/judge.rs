//! The oracle: what the gate should say, worked out the slow way from the tables.

use super::tables::{
    ACTIONS, Action, CARD_AFTER_CREDENTIAL_CHANGE, CHANNELS, CREDENTIAL_CHANGE, Factor, HIGH, LOW, NONE, PASSKEY, PROOFS, REFUNDS, ROLES,
    SIGNALS, SUBSTANTIAL, Told, VOICE_BIOMETRIC,
};

/// One thing that was proved. Times are minutes.
#[derive(Clone, Copy, Debug)]
pub struct Piece {
    /// Which of [`PROOFS`].
    pub method: usize,
    pub verified: bool,
    /// What the other system's word was worth.
    pub asserted: Option<u8>,
    pub age: i64,
    pub lasts: i64,
    /// How long it is until its authenticator is old enough.
    pub seasoned_in: i64,
}

/// What is asked, besides what was proved, the customer's consent and the second person.
#[derive(Clone, Copy, Debug)]
pub struct Case {
    pub action: usize,
    pub amount: Option<u64>,
    /// A bit for each of [`ROLES`].
    pub roles: usize,
    pub channel: usize,
    pub carried: u8,
    pub ours: bool,
    pub business: bool,
    /// A bit for each of [`SIGNALS`].
    pub signals: usize,
    /// The session is over; it is frozen; the account is frozen; it is somebody else's.
    pub standing: [bool; 4],
}

/// What must be proved, or why nothing helps.
#[derive(Clone, Copy, Debug)]
pub struct Demand {
    /// The action as these circumstances make it.
    pub action: Action,
    /// What cuts the level.
    pub most: u8,
    /// Why it is closed: a bit for each of the reasons, in the order of [`WHY`].
    pub why: u16,
}

/// The engine's reasons, in the order of [`Demand::why`].
pub const WHY: [&str; 10] =
    ["Ended", "Frozen", "AccountFrozen", "NotTheirs", "Role", "Channel", "Circumstances", "Ceiling", "Carried", "Risk"];

/// How much of what was proved counts.
#[derive(Clone, Copy, Debug, Default)]
pub struct Proved {
    /// Of all that lives.
    pub ever: u8,
    /// Of what is fresh enough for the action.
    pub fresh: u8,
    /// The best that resists phishing and is fresh.
    pub passkey: u8,
}

/// What the gate should say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer<'a> {
    Allow { rule: &'a str, uses_approval: bool, told: Told, hold: i64, revert: i64 },
    StepUp { rule: &'a str, level: Option<u8>, stale: bool, consent: bool, second: bool },
    Refuse { rule: &'a str, why: u16 },
}

/// Whether the bank's policy stands as it is, or with everything on that can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum World {
    Bank,
    AllOn,
}

/// Which methods the signals bar, a bit for each of [`PROOFS`].
pub fn barred(signals: usize) -> usize {
    let mut all = 0;
    for (at, proof) in PROOFS.iter().enumerate() {
        if standing(signals).any(|signal| SIGNALS[signal].bars.contains(&proof.name)) {
            all |= 1 << at;
        }
    }
    all
}

fn standing(signals: usize) -> impl Iterator<Item = usize> {
    (0..SIGNALS.len()).filter(move |at| signals >> at & 1 == 1)
}

/// What a piece is worth alone.
fn worth(world: World, piece: &Piece) -> u8 {
    let proof = &PROOFS[piece.method];
    let off = proof.off && (world == World::Bank || piece.method == VOICE_BIOMETRIC);
    let worth = match proof.factor {
        Factor::Assertion => piece.asserted.unwrap_or(NONE),
        _ if piece.verified => proof.verified,
        _ => proof.alone,
    };
    if off { NONE } else { worth }
}

/// The three rules of PRODUCT, over all pairs.
fn level(world: World, pieces: &[&Piece]) -> u8 {
    let mut best = NONE;
    for one in pieces {
        best = best.max(worth(world, one));
        for other in pieces {
            let (a, b) = (&PROOFS[one.method], &PROOFS[other.method]);
            let unrestricted = !a.weak && !b.weak;
            let both_low = worth(world, one) >= LOW && worth(world, other) >= LOW;
            if a.factor == b.factor || !unrestricted || !both_low {
                continue;
            }
            best = best.max(SUBSTANTIAL);
            if a.factor == Factor::Possession && worth(world, one) >= SUBSTANTIAL {
                best = HIGH;
            }
        }
    }
    best
}

/// What of these pieces counts, without what is barred; `fresh`: how many minutes old they may be.
pub fn proved(world: World, pieces: &[Piece], barred: usize, fresh: Option<i64>) -> Proved {
    let lives = |piece: &&Piece| {
        let now = 0;
        let got = -piece.age;
        got <= now && now < got + piece.lasts && piece.seasoned_in <= now && barred >> piece.method & 1 == 0
    };
    let living: Vec<&Piece> = pieces.iter().filter(lives).collect();
    let young: Vec<&Piece> = living.iter().copied().filter(|piece| fresh.is_none_or(|most| piece.age <= most)).collect();
    let passkeys: Vec<&Piece> = young.iter().copied().filter(|piece| piece.method == PASSKEY).collect();
    Proved { ever: level(world, &living), fresh: level(world, &young), passkey: level(world, &passkeys) }
}

/// What the circumstances ask for.
pub fn demand(case: &Case) -> Demand {
    let mut action = ACTIONS[case.action];
    if action.key == "refund" {
        // What nobody knows the size of is taken for a large one.
        let over = !matches!(case.amount, Some(0..=20_000));
        action = REFUNDS.iter().find(|row| row.0 == over && row.1 == case.business).unwrap().2;
    }
    if action.key == "order_card" && case.signals >> CREDENTIAL_CHANGE & 1 == 1 {
        (action.rule, action.hold) = CARD_AFTER_CREDENTIAL_CHANGE;
    }
    let closed_to_us = case.ours && !action.closed_to_us.is_empty();
    if closed_to_us {
        action.rule = action.closed_to_us;
    }
    for signal in standing(case.signals) {
        if SIGNALS[signal].raises.contains(&action.class) && action.level < HIGH {
            action.level += 1;
        }
    }
    let (channel, ceiling) = CHANNELS[case.channel];
    let cap = standing(case.signals).map(|signal| SIGNALS[signal].cap).min().unwrap_or(HIGH);
    let role = (0..ROLES.len()).any(|at| case.roles >> at & 1 == 1 && action.who.contains(&ROLES[at]));
    let [ended, frozen, account_frozen, not_theirs] = case.standing;
    let closed = [
        ended,
        frozen,
        account_frozen,
        not_theirs,
        !role,
        !action.channels.contains(&channel),
        closed_to_us,
        action.level > ceiling,
        action.level > case.carried,
        action.level > cap,
    ];
    let why = closed.iter().enumerate().map(|(at, &holds)| u16::from(holds) << at).sum();
    Demand { action, most: ceiling.min(case.carried).min(cap), why }
}

/// What the gate should say.
pub fn answer(demand: &Demand, proved: Proved, consent: bool, second: bool) -> Answer<'static> {
    let Demand { action, most, why } = demand;
    let rule = action.rule;
    if *why != 0 {
        return Answer::Refuse { rule, why: *why };
    }
    let short = proved.fresh.min(*most) < action.level;
    let (no_consent, no_second) = (action.consent && !consent, action.second && !second);
    if short || no_consent || no_second {
        let stale = short && action.fresh.is_some() && proved.ever.min(*most) >= action.level;
        return Answer::StepUp { rule, level: short.then_some(action.level), stale, consent: no_consent, second: no_second };
    }
    let lifted = action.hold_lifted && proved.passkey >= action.level;
    let hold = if lifted { 0 } else { action.hold };
    Answer::Allow { rule, uses_approval: action.consent, told: action.told, hold, revert: action.revert }
}
