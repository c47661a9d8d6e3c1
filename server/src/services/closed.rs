//! What a customer cannot prove with now, and why: a way that is closed is said, not hidden (M19).

use app::desk::gate::{Closed, WhyClosed};
use domain::{
    assurance::Method,
    gate::{Available, Question, WhyNot},
    policy::Policy,
};

use super::{Shared, gate::Gate, methods::NEVER};

/// The methods that this program can ask for itself.
const OURS: [Method; 4] = [Method::Push, Method::Passkey, Method::Pin, Method::Totp];

impl Gate<'_> {
    /// Which of our methods cannot be asked for in this session now. One that this installation does not keep is none of them.
    pub fn closed(&self, shared: &Shared) -> Vec<Closed> {
        let question = self.whatever();
        let kept = |method: &Method| match method {
            Method::Pin => shared.pins.is_some(),
            Method::Totp => shared.seeds.is_some(),
            _ => true,
        };
        OURS.into_iter().filter(kept).filter_map(|method| Some(Closed { method, why: why(&question, method)? })).collect()
    }

    /// The other methods that the policy uses for nobody, by name.
    pub fn off(&self) -> Vec<String> {
        let policy = self.whatever().policy;
        let off = Method::ALL.into_iter().filter(|method| !OURS.contains(method) && !policy.method(*method).enabled);
        off.map(|method| method.name().to_owned()).collect()
    }
}

/// `None`: it can be asked for. Of several that cannot, the first says why.
fn why(question: &Question<'_>, method: Method) -> Option<WhyClosed> {
    let row = question.policy.method(method);
    let of_it = || question.available.iter().filter(|one| one.method == method);
    if !row.enabled {
        return Some(WhyClosed::Off);
    }
    if !row.offered_on.has(question.channel) {
        return Some(WhyClosed::NotHere(offered(question.policy, method)));
    }
    if of_it().any(|one| question.closes(one).is_none()) {
        return None;
    }
    Some(of_it().next().map_or(WhyClosed::HasNone, |one| because(question, one)))
}

fn because(question: &Question<'_>, one: &Available) -> WhyClosed {
    match question.closes(one) {
        Some(WhyNot::Barred) => WhyClosed::Barred,
        Some(WhyNot::TooNew(NEVER)) => WhyClosed::Disabled,
        Some(WhyNot::TooNew(from)) => WhyClosed::From(from),
        // The policy's own reasons were looked for before.
        Some(WhyNot::Off | WhyNot::NotOnThisChannel | WhyNot::NotEnough) | None => WhyClosed::Off,
    }
}

fn offered(policy: &Policy, method: Method) -> Vec<String> {
    let on = policy.method(method).offered_on;
    policy.channels().filter(|(channel, _)| on.has(*channel)).map(|(_, row)| row.name.clone()).collect()
}
