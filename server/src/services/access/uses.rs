//! How roles are used, from the record.

use std::collections::BTreeMap;

use domain::{
    access::{Grant, WINDOW, is_use},
    agent::Staff,
    time::Timestamp,
};

use super::Shared;
use crate::{fault::Fault, store::access_grant};

/// The uses of a grant: how often in the window, and when last, ever.
pub(super) type Uses = BTreeMap<Grant, (u32, Option<Timestamp>)>;

/// The uses of every grant of these people. Read before any transaction: it looks at each person's entries of ninety days, in the index alone. Only
/// who did not use a role in that time is looked at further back, for when they last did.
pub(super) async fn uses(shared: &Shared, staff: &[Staff]) -> Result<Uses, Fault> {
    let since = shared.now().before(WINDOW);
    let mut found = Uses::new();
    for member in staff {
        let recent = access_grant::used(&shared.db, member.id, since).await?;
        let mut ever = None;
        for role in member.roles.iter().copied() {
            let of_role = |all: &[(String, u32, Timestamp)]| {
                let fitting = all.iter().filter(|(event, ..)| is_use(role, event));
                fitting.fold((0_u32, None), |(count, last), (_, more, at)| (count.saturating_add(*more), last.max(Some(*at))))
            };
            let (count, mut last) = of_role(&recent);
            if count == 0 {
                if ever.is_none() {
                    ever = Some(access_grant::used(&shared.db, member.id, Timestamp::from_micros(0)).await?);
                }
                last = of_role(ever.as_deref().unwrap_or_default()).1;
            }
            found.insert(Grant { staff: member.id, role }, (count, last));
        }
    }
    Ok(found)
}
