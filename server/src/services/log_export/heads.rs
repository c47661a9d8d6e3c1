//! Every signed head, anew each time: witnesses sign some of them later.

use domain::audit_log::export::{CHECKPOINT, CHECKPOINTS, HeadLine};

use super::{NotExported, files::Files};
use crate::{
    fault::Fault,
    store::{
        Db,
        log_read::{self, SignedRow},
    },
};

/// How many are read at a time.
const PAGE: i64 = 512;

/// Writes all up to the `newest`, and that one by itself. Gives how many.
pub(super) async fn export(db: &Db, files: &mut Files, newest: &SignedRow) -> Result<u64, NotExported> {
    let (mut lines, mut at, mut count, mut last) = (Vec::new(), (i64::MIN, i64::MIN), 0, String::new());
    'all: loop {
        let rows = log_read::signed(db, at, PAGE).await?;
        let more = i64::try_from(rows.len()) == Ok(PAGE);
        for row in rows {
            at = (row.epoch, row.size);
            if at > (newest.epoch, newest.size) {
                break 'all;
            }
            last.clone_from(&row.note);
            serde_json::to_writer(&mut lines, &HeadLine { note: row.note }).map_err(|error| Fault::other("writing a head", error))?;
            lines.push(b'\n');
            count += 1;
        }
        if !more {
            break;
        }
    }
    files.put(CHECKPOINTS, &lines)?;
    files.put(CHECKPOINT, last.as_bytes())?;
    Ok(count)
}
