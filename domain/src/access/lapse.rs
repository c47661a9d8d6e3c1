//! What becomes of the grants that nobody decided over in time.

use super::{Decision, Grant};
use crate::{agent::Role, ids::AgentId, time::Timestamp};

/// Every undecided grant with its end: it lapses, unless no administrator would be left. Then the administrator who used the role last stays; of
/// two who never did, the one who came first. `administrators` are those who are one now.
#[must_use]
pub fn lapse(undecided: &[(Grant, Option<Timestamp>)], administrators: &[AgentId]) -> Vec<(Grant, Decision)> {
    let goes = |id: AgentId| undecided.iter().find(|(grant, _)| *grant == Grant { staff: id, role: Role::Administrator });
    let all_go = !administrators.is_empty() && administrators.iter().all(|id| goes(*id).is_some());
    let stays = if all_go {
        let used = |id: &AgentId| goes(*id).and_then(|(_, used)| *used);
        administrators.iter().copied().max_by_key(|id| (used(id), core::cmp::Reverse(*id)))
    } else {
        None
    };
    let end = |grant: Grant| {
        if grant.role == Role::Administrator && Some(grant.staff) == stays { Decision::LastAdministrator } else { Decision::Lapsed }
    };
    undecided.iter().map(|(grant, _)| (*grant, end(*grant))).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;

    fn id(n: u128) -> AgentId {
        Uuid::from_u128(n).into()
    }

    fn admin(n: u128, used: Option<i64>) -> (Grant, Option<Timestamp>) {
        (Grant { staff: id(n), role: Role::Administrator }, used.map(Timestamp::from_micros))
    }

    #[test]
    fn d09_what_nobody_decided_lapses_and_the_last_administrator_stays() {
        let agent = (Grant { staff: id(3), role: Role::Agent }, None);
        let ends = lapse(&[admin(1, Some(5)), admin(2, Some(9)), agent], &[id(1), id(2)]);
        assert_eq!(ends.iter().map(|(_, end)| *end).collect::<Vec<_>>(), [Decision::Lapsed, Decision::LastAdministrator, Decision::Lapsed]);
        let ends = lapse(&[admin(1, None), admin(2, None)], &[id(1), id(2)]);
        assert_eq!(ends[0].1, Decision::LastAdministrator, "of two who never used it, the one who came first");
        let ends = lapse(&[admin(1, Some(5))], &[id(1), id(2)]);
        assert_eq!(ends[0].1, Decision::Lapsed, "another one stays by somebody's decision");
        let ends = lapse(&[admin(1, Some(5))], &[id(2)]);
        assert_eq!(ends[0].1, Decision::Lapsed, "who is none any more does not stay");
    }

    proptest! {
        #[test]
        fn d09_one_administrator_is_always_left(all in 1_u128..6, undecided in 0_u128..6, used in proptest::collection::vec(any::<Option<i64>>(), 6)) {
            let administrators: Vec<_> = (0..all).map(id).collect();
            let open: Vec<_> = (0..undecided.min(all)).map(|n| admin(n, used[usize::try_from(n).unwrap()])).collect();
            let ends = lapse(&open, &administrators);
            let gone = ends.iter().filter(|(_, end)| *end == Decision::Lapsed).count();
            prop_assert!(gone < administrators.len());
            prop_assert_eq!(ends.len(), open.len());
            prop_assert!(ends.iter().filter(|(_, end)| *end == Decision::LastAdministrator).count() <= 1);
        }
    }
}
