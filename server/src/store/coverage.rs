//! How many separate things customers can prove themselves with, over all of them in one statement each.
//!
//! What is lost together counts once: a phone with the passkeys that were made on it, a device with the one that was made by invitation. To add a method: one more part of the UNION, in both.

use domain::time::Timestamp;

use super::{Db, fetch_all};
use crate::fault::Fault;

/// How many customers one page names.
pub const PAGE: usize = 50;

const COUNTS: &str = "SELECT usable, COUNT(*) FROM (SELECT COALESCE(held.things, 0) AS usable FROM customer LEFT JOIN \
     (SELECT customer_id, COUNT(*) AS things FROM (SELECT customer_id FROM device WHERE state = 'active' AND counts_from <= $1 \
     AND (kind = 'phone' OR $4) \
     UNION ALL SELECT customer_id FROM pin WHERE failures < $2 AND counts_from <= $1 \
     UNION ALL SELECT customer_id FROM totp WHERE failures < $3 AND counts_from <= $1) AS thing GROUP BY customer_id) AS held \
     ON held.customer_id = customer.id WHERE frozen_at IS NULL) AS each_one WHERE usable < 2 GROUP BY usable";
const FEW: &str = "SELECT number, COALESCE(held.things, 0) AS usable FROM customer LEFT JOIN \
     (SELECT customer_id, COUNT(*) AS things FROM (SELECT customer_id FROM device WHERE state = 'active' AND counts_from <= $1 \
     AND (kind = 'phone' OR $5) \
     UNION ALL SELECT customer_id FROM pin WHERE failures < $2 AND counts_from <= $1 \
     UNION ALL SELECT customer_id FROM totp WHERE failures < $3 AND counts_from <= $1) AS thing GROUP BY customer_id) AS held \
     ON held.customer_id = customer.id WHERE frozen_at IS NULL AND COALESCE(held.things, 0) < 2 AND number > $4 ORDER BY number LIMIT 51";

/// What counts.
#[derive(Clone, Copy, Debug)]
pub struct Usable {
    /// Now: what begins to count later does not yet.
    pub now: Timestamp,
    /// A PIN that was wrong so often in a row is locked; 0: there are no PINs.
    pub pin_tries: u32,
    /// The same of an authenticator app.
    pub totp_tries: u32,
    /// Whether a passkey alone proves anything.
    pub passkeys: bool,
}

/// How many customers who are not frozen have none, and how many have one.
///
/// # Errors
/// When the database fails.
pub async fn counts(db: &Db, Usable { now, pin_tries, totp_tries, passkeys }: Usable) -> Result<(u64, u64), Fault> {
    let rows = fetch_all!(db, (i64, i64), COUNTS, now.micros(), i64::from(pin_tries), i64::from(totp_tries), passkeys).await?;
    let with = |usable: i64| rows.iter().find(|row| row.0 == usable).map_or(0, |row| row.1.unsigned_abs());
    Ok((with(0), with(1)))
}

/// Those customers' numbers after that one, with how many things each has; one more than [`PAGE`] if there are more.
///
/// # Errors
/// When the database fails.
pub async fn few(db: &Db, Usable { now, pin_tries, totp_tries, passkeys }: Usable, after: &str) -> Result<Vec<(String, bool)>, Fault> {
    let rows = fetch_all!(db, (String, i64), FEW, now.micros(), i64::from(pin_tries), i64::from(totp_tries), after, passkeys).await?;
    Ok(rows.into_iter().map(|(number, usable)| (number, usable > 0)).collect())
}
