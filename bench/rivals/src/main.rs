//! The gate and three policy engines that others wrote, asked the same questions under the same policy, without a cache.
//!
//! All policies are made from [`table`]. First every question that can be put is put to all four, and any difference ends it;
//! then a mix of allowed, step-up and refused ones is timed. The others answer only whether it is allowed, and are handed the
//! session's level, which the gate works out from the evidence each time; what their questions are put in is made beforehand,
//! as far as their interfaces let it. `docs/benchmarks.md` says how to read the figures.

mod casbin;
mod cedar;
mod count;
mod ours;
mod rego;
mod table;

use std::{
    hint::black_box,
    time::{Duration, Instant},
};

use ours::{Answer, Ours};
use serde::Serialize;
use table::{Action, Asked, CHANNELS, EACH, ROLES};

#[global_allocator]
static COUNTING: count::Counting = count::Counting;

type Failure = Box<dyn core::error::Error + Send + Sync>;

/// A question as the others are asked it.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct Facts<'a> {
    role: &'a str,
    action: &'a str,
    channel: &'a str,
    level: u8,
    amount: i64,
    consent: bool,
    second_person: bool,
}

impl<'a> Facts<'a> {
    fn of(ours: &Ours, actions: &'a [Action], asked: &Asked) -> Result<Self, Failure> {
        Ok(Self {
            role: ROLES[asked.role],
            action: &actions[asked.action].key,
            channel: CHANNELS[asked.channel].0,
            level: ours.level(asked).ok_or("a name is not in the policy")?.rank(),
            amount: i64::try_from(asked.amount)?,
            consent: asked.consent,
            second_person: asked.second_person,
        })
    }
}

fn main() -> Result<(), Failure> {
    let actions = table::actions();
    let ours = Ours::new(&actions)?;
    let (cedar, casbin, rego) = (cedar::Cedar::new(&actions)?, casbin::Casbin::new(&actions)?, rego::Rego::new(&actions)?);
    let all = table::every(&actions);

    let mut found = [0_usize; 3];
    let mut mix = Vec::new();
    for asked in spread(&all) {
        let facts = Facts::of(&ours, &actions, asked)?;
        let answer = Ours::answer(&ours.question(asked).ok_or("a name is not in the policy")?);
        let allowed = answer == Answer::Allow;
        let others = [
            ("cedar", cedar.allows(&cedar::Cedar::request(&facts)?)),
            ("casbin", casbin.allows(&facts)?),
            ("regorus", rego.allows(&rego::Rego::input(&facts)?)?),
        ];
        if let Some((name, _)) = others.iter().find(|(_, other)| *other != allowed) {
            return Err(format!("{name} answers otherwise than the gate, {answer:?}: {facts:?}").into());
        }
        found[answer as usize] += 1;
        if mix.iter().filter(|(_, other)| *other == answer).count() < EACH {
            mix.push((*asked, answer));
        }
    }
    println!("# {} questions, all answered alike: {} allowed, {} step-up, {} refused", all.len(), found[0], found[1], found[2]);
    let of = |answer| mix.iter().filter(|(_, other)| *other == answer).count();
    println!("# the mix: {} allowed, {} step-up, {} refused", of(Answer::Allow), of(Answer::StepUp), of(Answer::Refuse));

    let facts = mix.iter().map(|(asked, _)| Facts::of(&ours, &actions, asked)).collect::<Result<Vec<_>, _>>()?;
    let questions =
        mix.iter().map(|(asked, _)| ours.question(asked).ok_or("a name is not in the policy")).collect::<Result<Vec<_>, _>>()?;
    let requests = facts.iter().map(cedar::Cedar::request).collect::<Result<Vec<_>, _>>()?;
    let inputs = facts.iter().map(rego::Rego::input).collect::<Result<Vec<_>, _>>()?;

    let bare = measure("gate_decision_bare", &questions, |question| {
        black_box(domain::gate::decide(black_box(question)));
    });
    let explained = measure("gate_decision", &questions, |question| {
        let decision = domain::gate::decide(black_box(question));
        drop(black_box(domain::gate::explain(question, &decision)));
    });
    let rivals = [
        (
            "cedar",
            measure("cedar", &requests, |request| {
                black_box(cedar.allows(black_box(request)));
            }),
        ),
        ("casbin", measure("casbin", &facts, |facts| drop(black_box(casbin.allows(black_box(facts)))))),
        ("regorus", measure("regorus", &inputs, |input| drop(black_box(rego.allows(black_box(input)))))),
    ];
    println!("gate_decision_times_bare {:.2} ratio", explained / bare);
    for (name, nanoseconds) in rivals {
        println!("{name}_times_bare {:.1} ratio", nanoseconds / bare);
        println!("{name}_times_explained {:.1} ratio", nanoseconds / explained);
    }
    Ok(())
}

/// All of them, in steps that meet every action, role and channel early, so that the mix is none of one corner.
fn spread(all: &[Asked]) -> impl Iterator<Item = &Asked> {
    const STEP: usize = 7_919; // A prime that divides no product of the axes.
    (0..all.len()).map(|n| &all[n * STEP % all.len()])
}

/// How long one takes: the median over rounds of the whole mix. Prints it, and how often it asks for memory.
fn measure<T>(name: &str, asked: &[T], doing: impl Fn(&T)) -> f64 {
    let count = u32::try_from(asked.len()).map_or(1.0, f64::from);
    let ask_all = |times: u32| {
        #[expect(clippy::disallowed_methods, reason = "this is what measures")]
        let started = Instant::now();
        for one in (0..times).flat_map(|_| asked) {
            doing(one);
        }
        started.elapsed()
    };
    // So many times that a round takes some milliseconds, and so many rounds that all take some seconds.
    let times = u32::try_from(Duration::from_millis(15).as_nanos() / ask_all(3).as_nanos().max(1)).unwrap_or(1).max(1);
    let mut rounds: Vec<Duration> = (0..400).map(|_| ask_all(times)).collect();
    rounds.sort_unstable();
    let each = |of: Duration| of.as_secs_f64() * 1e9 / f64::from(times) / count;
    let median = each(rounds[rounds.len() / 2]);
    let memory = count::during(|| {
        black_box(ask_all(1));
    });
    let memory = u32::try_from(memory).map_or(f64::INFINITY, f64::from) / count;
    println!("{name}_ns {median:.1} ns");
    println!("{name}_allocations {memory:.2} allocations");
    median
}
