//! Every signed head of an export, one line after the other, looked at while the entries are.

use std::{
    io::{BufRead, BufReader, Read},
    sync::mpsc::{Receiver, sync_channel},
    thread::Scope,
};

use domain::audit_log::{
    export::{CHECKPOINTS, HeadLine},
    verify::{Head, Kind, Trust, head},
};

use crate::folder::Folder;

/// A line that is longer holds no head of ours: 64 signatures are not as long.
const LONGEST: u64 = 64 * 1024;
/// How many are looked at before they are wanted.
const AHEAD: usize = 256;

/// A head, and the note it was read from.
pub(crate) type Found = (Head, String);

/// Begins to read them.
pub(crate) fn start<'scope>(scope: &'scope Scope<'scope, '_>, folder: &'scope Folder, trust: &'scope Trust<'_>) -> Receiver<Found> {
    let (give, take) = sync_channel(AHEAD);
    scope.spawn(move || {
        let mut lines = match folder.open_file(CHECKPOINTS, u64::MAX) {
            Ok(file) => BufReader::new(file),
            Err(why) => return drop(give.send(none(why))),
        };
        loop {
            let found = match line(&mut lines) {
                Ok(None) => return,
                Ok(Some(note)) => (head::examine(&note, trust), note),
                Err(why) => none(why),
            };
            let last = found.1.is_empty();
            if give.send(found).is_err() || last {
                return;
            }
        }
    });
    take
}

fn line(from: &mut impl BufRead) -> Result<Option<String>, String> {
    let mut line = Vec::new();
    let read = from.by_ref().take(LONGEST).read_until(b'\n', &mut line).map_err(|error| format!("{CHECKPOINTS}: {error}"))?;
    if read == 0 {
        return Ok(None);
    }
    let read: HeadLine = serde_json::from_slice(&line).map_err(|_| format!("{CHECKPOINTS}: a line cannot be read"))?;
    Ok(Some(read.note))
}

fn none(why: String) -> Found {
    (Head { size: None, signed: None, flaws: vec![(Kind::NoHead, why)] }, String::new())
}
