//! What numbers are made of: challenges by when they were asked. An id tells when it was made, so their own index is enough.

use sqlx::FromRow;
use uuid::{Builder, Uuid};

use domain::{assurance::Method, challenge::ChallengeState, channel::Channel, numbers::Asked, time::Timestamp};

use super::{Db, fetch_all};
use crate::fault::Fault;

/// How many challenges are read at most: the newest.
pub const MOST: u32 = 50_000;

const ASKED: &str = "SELECT challenge.id, method, channel, challenge.state, asked_at, challenge.ended_at, expires_at FROM challenge \
     JOIN session ON session.id = session_id WHERE challenge.id >= $1 AND asked_at >= $2 ORDER BY challenge.id DESC LIMIT $3";

#[derive(FromRow)]
struct Row {
    id: Uuid,
    method: String,
    channel: String,
    state: String,
    asked_at: i64,
    ended_at: Option<i64>,
    expires_at: i64,
}

impl Row {
    /// As it stands at `now`: one past its time has expired, whether or not anybody wrote that down yet.
    fn at(self, now: Timestamp) -> Result<Asked, Fault> {
        let bad = |column| Fault::corrupt("challenge", column, self.id);
        let state = ChallengeState::from_key(&self.state).ok_or_else(|| bad("state"))?;
        let over = state.is_open() && now.micros() >= self.expires_at;
        Ok(Asked {
            method: Method::from_key(&self.method).ok_or_else(|| bad("method"))?,
            channel: Channel::from_key(&self.channel).ok_or_else(|| bad("channel"))?,
            state: if over { ChallengeState::Expired(domain::challenge::ExpiredBecause::Time) } else { state },
            asked_at: Timestamp::from_micros(self.asked_at),
            ended_at: self.ended_at.map(Timestamp::from_micros),
        })
    }
}

/// What customers were asked since then, as it stands at `now`: the newest, [`MOST`] at most.
///
/// # Errors
/// When the database fails or a row cannot be read.
pub async fn asked(db: &Db, since: Timestamp, now: Timestamp) -> Result<Vec<Asked>, Fault> {
    let rows = fetch_all!(db, Row, ASKED, first_id(since), since.micros(), i64::from(MOST)).await?;
    rows.into_iter().map(|row| row.at(now)).collect()
}

/// The least id of that millisecond (RFC 9562 section 5.7).
fn first_id(at: Timestamp) -> Uuid {
    Builder::from_unix_timestamp_millis(u64::try_from(at.millis()).unwrap_or(0), &[0; 10]).into_uuid()
}
