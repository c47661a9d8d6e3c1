//! Whether the record's copies elsewhere are whole and up to date, for the log's page and for supervisors (G10). Nothing stops when they are
//! not: what they are for is to be there afterwards.

use app::log::view::Collection;
use domain::audit_log::collector::lag::Lag;

use super::Shared;
use crate::{fault::Fault, store::cosignature};

/// How it stands with the collector that is worst off; `None` where the settings name none, or nothing is signed yet.
///
/// # Errors
/// When the database fails.
pub async fn standing(shared: &Shared) -> Result<Option<Collection>, Fault> {
    let Some(progress) = &shared.collectors else { return Ok(None) };
    let Some(head) = shared.log.state().signed else { return Ok(None) };
    let known = progress.all();
    let mut worst = Collection::Fine { copies: u32::try_from(known.len()).unwrap_or(u32::MAX) };
    for (whom, known) in progress.policy().collectors.iter().zip(known) {
        let next = known.next.filter(|_| known.epoch == head.epoch);
        let waiting_since = match next {
            Some(next) => cosignature::oldest_above_of(&shared.db, head.epoch, next).await?,
            None => None,
        };
        let lag = Lag { waiting_since, failing_since: known.failing_since };
        let late = lag.late(progress.policy().behind, shared.now());
        let entries = next.map(|next| head.size.saturating_sub(next));
        let here = match (known.trouble, late) {
            (Some(what), _) => Collection::Trouble { what },
            (None, Some(since)) => Collection::Behind { whom: whom.name(), entries, since },
            (None, None) => continue,
        };
        if matches!(worst, Collection::Fine { .. }) || matches!(here, Collection::Trouble { .. }) {
            worst = here;
        }
    }
    Ok(Some(worst))
}

/// What to tell of, in a sentence; `None`: nothing.
///
/// # Errors
/// When the database fails.
pub(super) async fn wrong(shared: &Shared) -> Result<Option<String>, Fault> {
    Ok(match standing(shared).await? {
        None | Some(Collection::Fine { .. }) => None,
        Some(Collection::Trouble { what }) => Some(what),
        Some(Collection::Behind { whom, entries: Some(entries), .. }) if entries > 0 => {
            Some(format!("{whom}: {entries} entries have not reached it for too long"))
        }
        Some(Collection::Behind { whom, .. }) => Some(format!("{whom}: it has not answered for too long")),
    })
}
