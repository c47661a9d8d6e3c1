//! The signed heads of the database, in their order, a page at a time.

use std::collections::VecDeque;

use domain::audit_log::verify::{Head, Kind, Log, Place, Trust, head};

use crate::{
    fault::Fault,
    store::{
        Db,
        log_read::{self, SignedRow},
    },
};

/// How many are read at a time.
const PAGE: i64 = 512;

/// Epoch and size: the order of heads.
type At = (i64, i64);

pub(super) struct Heads {
    /// The last one that was there at the beginning.
    until: Option<At>,
    read: At,
    /// The last one that was given.
    given: At,
    ahead: VecDeque<(At, Head)>,
    more: bool,
}

impl Heads {
    /// All that there are up to that one.
    pub(super) fn until(until: Option<At>) -> Self {
        Self { until, read: (i64::MIN, i64::MIN), given: (i64::MIN, i64::MIN), ahead: VecDeque::new(), more: until.is_some() }
    }

    /// And those that came since, up to that one.
    pub(super) fn go_on_until(&mut self, until: Option<At>) {
        // One that was read and lay beyond the end is read again.
        self.read = self.given;
        self.ahead.clear();
        (self.until, self.more) = (until, until.is_some());
    }

    /// The next one, if it is over no more entries than the log was given, or `rest`: whatever it is over.
    pub(super) async fn due(&mut self, db: &Db, trust: &Trust<'_>, log: &mut Log, rest: bool) -> Result<Option<Head>, Fault> {
        if self.ahead.is_empty() && self.more {
            self.page(db, trust).await?;
        }
        let due = self.ahead.pop_front_if(|(_, head)| rest || head.size.is_none_or(|size| size <= log.size()));
        Ok(due.map(|(at @ (_, size), head)| {
            self.given = at;
            if head.size.is_some_and(|said| i64::try_from(said) != Ok(size)) {
                log.find(Place::Head(head.size.unwrap_or_default()), Kind::Copy, format!("its row says that it is over {size} entries"));
            }
            head
        }))
    }

    async fn page(&mut self, db: &Db, trust: &Trust<'_>) -> Result<(), Fault> {
        let rows = log_read::signed(db, self.read, PAGE).await?;
        self.more = i64::try_from(rows.len()) == Ok(PAGE);
        for SignedRow { epoch, size, note } in rows {
            self.read = (epoch, size);
            if self.until.is_some_and(|until| self.read > until) {
                self.more = false;
                return Ok(());
            }
            self.ahead.push_back((self.read, head::examine(&note, trust)));
        }
        Ok(())
    }
}
