//! The sweeps: what is asked.

use domain::{
    assurance::{Level, Limit, assess},
    time::Timestamp,
};

use super::{
    ask::Engine,
    compare::{Held, held, sweep},
    judge::{self, Case, World},
    sets,
    tables::{ACTIONS, CHANNELS, HIGH, ROLES, SIGNALS},
};

/// An agent asks, in an open session on the phone, about a private customer who called us.
const PLAIN: Case =
    Case { action: 0, amount: None, roles: 1, channel: 0, carried: HIGH, ours: false, business: false, signals: 0, standing: [false; 4] };
const BOTH: [bool; 2] = [false, true];
const AMOUNTS: [Option<u64>; 3] = [None, Some(20_000), Some(20_001)];

const APPROVALS: [(bool, bool); 4] = [(false, false), (false, true), (true, false), (true, true)];

fn each_action() -> impl Iterator<Item = Case> {
    (0..ACTIONS.len()).map(|action| Case { action, ..PLAIN })
}

fn on_each_channel(case: Case) -> impl Iterator<Item = Case> {
    (0..CHANNELS.len()).map(move |channel| Case { channel, ..case })
}

#[test]
fn every_subset_of_methods_with_every_flag_on_every_channel_for_every_action_and_role() {
    let mut cases = Vec::new();
    for case in each_action().flat_map(on_each_channel) {
        for role in 0..ROLES.len() {
            for ours in BOTH {
                let case = Case { roles: 1 << role, ours, ..case };
                if ACTIONS[case.action].key == "refund" {
                    for amount in [Some(20_000), Some(20_001)] {
                        cases.extend(BOTH.map(|business| Case { amount, business, ..case }));
                    }
                } else {
                    cases.push(case);
                }
            }
        }
    }
    let all = held(sets::every(&[None, Some(1), Some(2), Some(3)]));
    println!("oracle: {} sets of evidence, {} cases, 4 approvals", all.len(), cases.len());
    sweep(World::Bank, &cases, &all, &APPROVALS).close("the bank's policy");
}

#[test]
fn restricted_methods_that_are_on_never_lift_anything() {
    let cases: Vec<_> = each_action().flat_map(on_each_channel).collect();
    let all = held(sets::every(&[None, Some(1), Some(2), Some(3)]));
    sweep(World::AllOn, &cases, &all, &[(true, true)]).close("with everything on");
}

#[test]
fn every_level_is_the_same_before_anything_is_decided() {
    for world in [World::Bank, World::AllOn] {
        let policy = Engine::of(world).policy;
        let (mut asked, mut differ) = (0, 0);
        for Held { pieces, evidence } in held(sets::every(&[None, Some(0), Some(1), Some(2), Some(3)])) {
            let expected = judge::proved(world, &pieces, 0, None).ever;
            for ceiling in Level::ALL {
                let now = evidence.first().map_or(Timestamp::from_micros(0), |piece| piece.obtained_at);
                let level = assess(&policy, &evidence, Limit::at(ceiling), now).level;
                asked += 1;
                differ += u32::from(level.rank() != expected.min(ceiling.rank()));
            }
        }
        println!("oracle: levels, {world:?}: {asked} compared, {differ} differences");
        assert_eq!(differ, 0);
    }
}

#[test]
fn every_set_of_risk_signals_with_proof_of_every_age() {
    let mut cases = Vec::new();
    for signals in 0..1 << SIGNALS.len() {
        cases.extend(each_action().flat_map(on_each_channel).map(|case| Case { signals, ..case }));
    }
    cases.sort_by_key(|case| (judge::barred(case.signals), judge::demand(case).action.fresh));
    sweep(World::Bank, &cases, &held(sets::with_times()), &[(true, true)]).close("risk signals and ages");
}

#[test]
fn every_amount_segment_and_origin_for_every_action() {
    let mut cases = Vec::new();
    for case in each_action().flat_map(on_each_channel) {
        for amount in AMOUNTS {
            for ours in BOTH {
                cases.extend(BOTH.map(|business| Case { amount, ours, business, ..case }));
            }
        }
    }
    let few: Vec<_> = sets::with_times().into_iter().step_by(17).collect();
    sweep(World::Bank, &cases, &held(few), &APPROVALS).close("amounts, segments, origins");
}

#[test]
fn every_set_of_roles_every_standing_and_every_earlier_channel() {
    let mut cases = Vec::new();
    for case in each_action().flat_map(on_each_channel) {
        for bits in 0..16 {
            let standing = [1, 2, 4, 8].map(|bit| bits & bit != 0);
            for roles in 0..1 << ROLES.len() {
                cases.extend((0..=HIGH).map(|carried| Case { roles, carried, standing, ..case }));
            }
        }
    }
    let few = vec![vec![], vec![sets::fresh(1, true, None)], vec![sets::fresh(1, false, None)], vec![sets::fresh(3, false, None)]];
    sweep(World::Bank, &cases, &held(few), &[(true, true)]).close("roles, standing, earlier channels");
}
