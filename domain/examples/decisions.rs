//! Writes down what the gate answers under the bank's policy, for `end2end/policy/cedar.mjs` to compare.
//!
//! The output is sections of two lines each. The first is JSON: `name`, and `axes`, each an axis and its values, the outermost
//! first. The second has a bit for every combination, the last axis turning fastest: 1 if it is allowed, 0 if not. Four bits
//! are a hexadecimal digit, the first the highest; what is over in the last digit is 0. Everything was proved just now, no risk
//! signal stands, and the session is open. `asserted` is a level from 0 (Unverified) to 3 (High), `amount` is in cents, and null
//! when nothing says how much.

use std::io::{Write as _, stdout};

use domain::{
    assurance::{Evidence, Level, Method},
    channel::StartedBy,
    gate::{Question, Standing, decide},
    ids::EvidenceId,
    policy::{BANK, Policy, RoleSet, SignalSet},
    time::{Duration, Timestamp},
};
use serde_json::json;

type Failure = Box<dyn core::error::Error>;

const NOW: Timestamp = Timestamp::from_micros(0);
const BOTH: &[bool] = &[false, true];

/// A product of axes.
struct Section {
    name: &'static str,
    proved: Vec<Vec<Method>>,
    asserted: &'static [u8],
    verified: &'static [bool],
    consent: &'static [bool],
    second_person: &'static [bool],
    we_started: &'static [bool],
    amounts: &'static [Option<u64>],
    segments: Vec<String>,
    channels: Vec<String>,
    actions: Vec<String>,
    roles: Vec<String>,
}

impl Section {
    /// Every subset of what the bank uses, every channel, every action, every role.
    fn whole(policy: &Policy) -> Self {
        let enabled: Vec<_> = Method::ALL.into_iter().filter(|&method| policy.method(method).enabled).collect();
        let subset =
            |bits: usize| enabled.iter().enumerate().filter(move |(at, _)| bits >> at & 1 == 1).map(|(_, &method)| method).collect();
        Self {
            name: "everything",
            proved: (0..1 << enabled.len()).map(subset).collect(),
            asserted: &[2],
            verified: BOTH,
            consent: BOTH,
            second_person: BOTH,
            we_started: BOTH,
            amounts: &[None],
            segments: policy.segments().take(1).map(|(_, row)| row.key.clone()).collect(),
            channels: policy.channels().map(|(_, row)| row.key.clone()).collect(),
            actions: policy.actions().iter().map(|row| row.key.clone()).collect(),
            roles: policy.roles().map(|(_, row)| row.key.clone()).collect(),
        }
    }

    /// Refunds of every kind.
    fn refunds(policy: &Policy) -> Self {
        Self {
            name: "refunds",
            amounts: &[None, Some(20_000), Some(20_001)],
            segments: policy.segments().map(|(_, row)| row.key.clone()).collect(),
            actions: vec!["refund".to_owned()],
            ..Self::whole(policy)
        }
    }

    /// The other worths of an assertion, where nothing else is missing.
    fn assertions(policy: &Policy) -> Self {
        let whole = Self::whole(policy);
        Self {
            name: "assertions",
            proved: whole.proved.into_iter().filter(|proved| proved.contains(&Method::Portal)).collect(),
            asserted: &[0, 1, 3],
            consent: &[true],
            second_person: &[true],
            we_started: &[false],
            ..Self::whole(policy)
        }
    }

    fn sizes(&self) -> [usize; 11] {
        [
            self.proved.len(),
            self.asserted.len(),
            self.verified.len(),
            self.consent.len(),
            self.second_person.len(),
            self.we_started.len(),
            self.amounts.len(),
            self.segments.len(),
            self.channels.len(),
            self.actions.len(),
            self.roles.len(),
        ]
    }

    fn header(&self) -> String {
        let axes = json!([
            ["proved", self.proved],
            ["asserted", self.asserted],
            ["verified", self.verified],
            ["consent", self.consent],
            ["second_person", self.second_person],
            ["we_started", self.we_started],
            ["amount", self.amounts],
            ["segment", self.segments],
            ["channel", self.channels],
            ["action", self.actions],
            ["role", self.roles],
        ]);
        json!({ "name": self.name, "axes": axes }).to_string()
    }

    /// The answer to the combination with these places on the axes; `None` if a name is not in the policy.
    fn allows(&self, policy: &Policy, at: [usize; 11]) -> Option<bool> {
        let [proved, asserted, verified, consent, second_person, we_started, amount, segment, channel, action, role] = at;
        let piece = |&method: &Method| Evidence {
            id: EvidenceId::from(uuid::Uuid::nil()),
            method,
            user_verified: self.verified[verified],
            synced: false,
            asserted: Level::from_rank(self.asserted[asserted]).filter(|_| method == Method::Portal),
            obtained_at: NOW,
            expires_at: NOW.after(Duration::minutes(1)),
            counts_from: NOW,
        };
        let evidence: Vec<_> = self.proved[proved].iter().map(piece).collect();
        let question = Question {
            policy,
            action: policy.action(&self.actions[action])?,
            amount: self.amounts[amount],
            roles: RoleSet::NONE.with(policy.role(&self.roles[role])?),
            standing: Standing::OPEN,
            channel: policy.channel(&self.channels[channel])?,
            carried: Level::High,
            started_by: if self.we_started[we_started] { StartedBy::Us } else { StartedBy::Customer },
            segment: policy.segment(&self.segments[segment])?,
            signals: SignalSet::NONE,
            evidence: &evidence,
            consent: self.consent[consent],
            second_person: self.second_person[second_person],
            available: &[],
            now: NOW,
        };
        Some(decide(&question).allows())
    }

    fn bits(&self, policy: &Policy) -> Result<String, Failure> {
        let sizes = self.sizes();
        let count: usize = sizes.iter().product();
        let mut hex = String::with_capacity(count.div_ceil(4));
        for first in (0..count).step_by(4) {
            let mut digit = 0;
            for index in first..first + 4 {
                let allows = index < count && self.allows(policy, places(index, sizes)).ok_or("a name is not in the policy")?;
                digit = digit << 1 | u32::from(allows);
            }
            hex.extend(char::from_digit(digit, 16));
        }
        Ok(hex)
    }
}

/// The places on the axes of the `index`th combination.
fn places(mut index: usize, sizes: [usize; 11]) -> [usize; 11] {
    let mut at = [0; 11];
    for (place, size) in at.iter_mut().zip(sizes).rev() {
        *place = index % size;
        index /= size;
    }
    at
}

fn main() -> Result<(), Failure> {
    let policy = Policy::read(BANK).map_err(|findings| format!("{findings:?}"))?;
    let mut out = stdout().lock();
    for section in [Section::whole(&policy), Section::refunds(&policy), Section::assertions(&policy)] {
        writeln!(out, "{}\n{}", section.header(), section.bits(&policy)?)?;
    }
    Ok(())
}
