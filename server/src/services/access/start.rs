//! A review begins: every grant as it stands now, with how it was used.

use domain::{
    access::{Grant, due},
    agent::{Reviewer, Staff},
    audit::{Actor, Event},
    ids::AccessReviewId,
    refusal::Refusal,
    text::ShownText,
    time::Timestamp,
};

use super::{
    Outcome, Shared, record,
    uses::{Uses, uses},
};
use crate::{
    live::Change,
    store::{Tx, access_grant, access_review, staff},
};

/// Starts a review that is due at the end of that day.
///
/// # Errors
/// [`Refusal::BadInput`] when the day does not fit; [`Refusal::NotOpen`] while another review is under way.
pub async fn start(shared: &Shared, by: &Reviewer, name: &ShownText, day: &str) -> Outcome<AccessReviewId> {
    let now = shared.now();
    let due = due(day, now)?;
    let used = uses(shared, &staff::all(&shared.db).await?).await?;
    let mut tx = shared.db.write().await?;
    let id = AccessReviewId::new(now, &*shared.entropy);
    begin(shared, &mut tx, New { id, name, by: by.staff(), now, due }, &used).await?;
    tx.commit().await?;
    shared.live.tell(Change::Access);
    Ok(id)
}

/// A new review.
pub(super) struct New<'a> {
    pub(super) id: AccessReviewId,
    pub(super) name: &'a ShownText,
    pub(super) by: &'a Staff,
    pub(super) now: Timestamp,
    pub(super) due: Timestamp,
}

/// Writes a review with every grant there is, in the caller's transaction.
pub(super) async fn begin(shared: &Shared, tx: &mut Tx, new: New<'_>, counted: &Uses) -> Outcome<()> {
    let New { id, name, by, now, due } = new;
    // Nobody's rights change between the list and the commit.
    staff::hold_rights(tx).await?;
    if !access_review::insert(tx, id, name, by.id, now, due).await? {
        return Err(Refusal::NotOpen("Another review is under way. Finish it first.".to_owned()).into());
    }
    let mut grants = 0;
    for member in staff::everybody(tx).await? {
        for role in member.roles.iter().copied() {
            let grant = Grant { staff: member.id, role };
            let (uses, last) = counted.get(&grant).copied().unwrap_or_default();
            access_grant::insert(tx, id, grant, uses, last);
            grants += 1;
        }
    }
    let event = Event::AccessReviewStarted { review: id, name: name.to_string(), due, grants };
    record(shared, tx, Actor::Staff(by.id), event, now).await?;
    Ok(())
}
