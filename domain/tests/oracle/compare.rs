//! Both are asked the same, and every difference is counted.

use domain::assurance::Evidence;

use super::{
    ask::{self, Engine},
    judge::{self, Case, Demand, Piece, Proved, World},
    tables::ACTIONS,
};

/// How many questions were asked, and the first answers that differ.
#[derive(Default)]
pub struct Tally {
    asked: u64,
    differ: u64,
    shown: Vec<String>,
}

impl Tally {
    fn add(&mut self, other: Self) {
        self.asked += other.asked;
        self.differ += other.differ;
        self.shown.extend(other.shown);
    }

    /// Says how many there were, and fails on any difference.
    pub fn close(self, what: &str) {
        println!("oracle: {what}: {} decisions compared, {} differences", self.asked, self.differ);
        assert_eq!(self.differ, 0, "{}", self.shown.join("\n"));
    }
}

/// One set of evidence, in both tongues.
pub struct Held {
    pub pieces: Vec<Piece>,
    pub evidence: Vec<Evidence>,
}

pub fn held(sets: Vec<Vec<Piece>>) -> Vec<Held> {
    sets.into_iter().map(|pieces| Held { evidence: ask::evidence(&pieces), pieces }).collect()
}

/// Asks about every case with every evidence; `approvals`: consent and second person.
pub fn sweep(world: World, cases: &[Case], all: &[Held], approvals: &[(bool, bool)]) -> Tally {
    let engine = Engine::of(world);
    let threads = std::thread::available_parallelism().map_or(2, usize::from);
    let mut tally = Tally::default();
    std::thread::scope(|scope| {
        let (engine, cases) = (&engine, &cases);
        let part = all.chunks(all.len().div_ceil(threads)).map(|part| scope.spawn(move || compare(engine, world, cases, part, approvals)));
        for running in part.collect::<Vec<_>>() {
            tally.add(running.join().unwrap());
        }
    });
    tally
}

fn compare(engine: &Engine, world: World, cases: &[Case], all: &[Held], approvals: &[(bool, bool)]) -> Tally {
    let mut tally = Tally::default();
    let (mut last, mut counted) = (None, Vec::new());
    for case in cases {
        let demand = judge::demand(case);
        // Nothing but the bars and the age that is allowed changes what counts.
        let (barred, fresh) = (judge::barred(case.signals), demand.action.fresh);
        if last.replace((barred, fresh)) != Some((barred, fresh)) {
            counted = all.iter().map(|held| judge::proved(world, &held.pieces, barred, fresh)).collect();
        }
        ask_all(engine, case, &demand, all.iter().zip(&counted), approvals, &mut tally);
    }
    tally
}

fn ask_all<'a>(
    engine: &Engine,
    case: &Case,
    demand: &Demand,
    all: impl Iterator<Item = (&'a Held, &'a Proved)>,
    approvals: &[(bool, bool)],
    tally: &mut Tally,
) {
    let mut question = engine.question(case);
    for (held, proved) in all {
        question.evidence = &held.evidence;
        for &(consent, second) in approvals {
            (question.consent, question.second_person) = (consent, second);
            let (said, expected) = (ask::said(&question), judge::answer(demand, *proved, consent, second));
            tally.asked += 1;
            if said != expected {
                tally.differ += 1;
                if tally.shown.len() < 10 {
                    let key = ACTIONS[case.action].key;
                    tally.shown.push(format!(
                        "{key} {case:?}, {:?}, consent {consent}, second person {second}:\n  engine {said:?}\n  oracle {expected:?}",
                        held.pieces
                    ));
                }
            }
        }
    }
}
