//! One log: its key, what is kept of it, when it was last heard, and what was wrong. One batch at a time.

use std::{
    path::Path,
    sync::{Mutex, MutexGuard, PoisonError},
};

use serde::Serialize;

use domain::{
    audit_log::{
        VerifierKey,
        collector::{Admitted, Collected, Trouble, lag},
    },
    time::{Duration, Timestamp},
};

use super::{
    Answer, Folder, No, NotOpened,
    folder::{Line, Opened},
};

/// A log that is collected.
pub(super) struct Kept {
    key: VerifierKey,
    /// Since when it could be heard: silence does not begin before.
    began: Timestamp,
    state: Mutex<State>,
}

struct State {
    folder: Folder,
    collected: Collected,
    /// When it signed the newest head that came.
    heard: Option<Timestamp>,
    trouble: Option<Line>,
    silent: bool,
}

/// How it stands with one log, for whoever watches.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Standing {
    /// Whose.
    pub log: String,
    /// How many entries are kept.
    pub entries: u64,
    /// When the newest head that came was signed, in whole seconds since 1970.
    pub signed_at: Option<i64>,
    /// Whether nothing has come for too long.
    pub silent: bool,
    /// What is wrong, in a sentence, until what is right has come; until a person has looked at it, where that is proof against the log.
    pub trouble: Option<String>,
}

impl Standing {
    /// Whether there is neither trouble nor silence.
    #[must_use]
    pub const fn is_well(&self) -> bool {
        !self.silent && self.trouble.is_none()
    }
}

impl Kept {
    pub(super) fn open(key: &VerifierKey, store: &Path, now: Timestamp) -> Result<Self, NotOpened> {
        let Opened { folder, collected, heard, trouble } = Folder::open(store, key)?;
        let state = State { folder, collected, heard, trouble, silent: false };
        Ok(Self { key: key.clone(), began: now, state: Mutex::new(state) })
    }

    pub(super) const fn key(&self) -> &VerifierKey {
        &self.key
    }

    pub(super) fn take(&self, asked: &Admitted, silence: Duration, now: Timestamp) -> Result<Answer, No> {
        let mut state = self.lock();
        let again = state.folder.hashes(state.collected.again(asked))?;
        let taken = match state.collected.take(asked, &again) {
            Ok(taken) => taken,
            Err(trouble) => {
                let next = state.collected.next();
                self.trouble(&mut state, trouble, asked, now);
                return Err(No::Trouble { trouble, next });
            }
        };
        if taken.vouched {
            let new = asked.batch().entries.iter().skip(usize::try_from(taken.again).unwrap_or(usize::MAX)).map(|(_, leaf)| leaf.as_str());
            let new: Vec<_> = new.collect();
            let news = state.heard.is_none_or(|heard| heard < asked.signed_at());
            if news || !new.is_empty() {
                state.folder.keep(&new, taken.collected.next(), asked)?;
            }
            state.heard = state.heard.max(Some(asked.signed_at().min(now)));
            if state.trouble.as_ref().is_some_and(|trouble| !trouble.proof) {
                state.trouble = None;
                tracing::info!(log = %self.key.name, next = taken.collected.next(), "what is right has come: the log goes on");
            }
        }
        state.collected = taken.collected;
        self.notice(&mut state, silence, now);
        Ok(Answer { next: state.collected.next(), again: taken.again })
    }

    /// Remembers what is wrong, and says it once while it is the same.
    fn trouble(&self, state: &mut State, trouble: Trouble, asked: &Admitted, now: Timestamp) {
        let line = Line {
            at: now.to_string(),
            code: trouble.code().to_owned(),
            entry: trouble.entry(),
            says: trouble.to_string(),
            proof: trouble.is_proof(),
            note: asked.batch().note.to_string(),
        };
        let before = state.trouble.as_ref();
        if before.is_some_and(|before| before.says == line.says || before.proof && !line.proof) {
            return;
        }
        tracing::error!(log = %self.key.name, code = trouble.code(), entry = trouble.entry(), trouble = %trouble,
            "what came is not what the log signed for: entries were dropped, repeated, reordered or changed");
        if let Err(error) = state.folder.remember(&line) {
            tracing::error!(log = %self.key.name, error = &error as &dyn std::error::Error, "trouble could not be written down");
        }
        state.trouble = Some(line);
    }

    pub(super) fn look(&self, silence: Duration, now: Timestamp) {
        self.notice(&mut self.lock(), silence, now);
    }

    /// Says once that it has become silent, and once that it is heard again.
    fn notice(&self, state: &mut State, silence: Duration, now: Timestamp) {
        let silent = self.is_silent(state, silence, now);
        if silent && !state.silent {
            let heard = state.heard.map(|heard| heard.to_string()).unwrap_or_default();
            tracing::error!(log = %self.key.name, heard, "the log has said nothing for too long");
        } else if state.silent && !silent {
            tracing::info!(log = %self.key.name, "the log is heard again");
        }
        state.silent = silent;
    }

    fn is_silent(&self, state: &State, silence: Duration, now: Timestamp) -> bool {
        lag::silent(state.heard.map_or(self.began, |heard| heard.max(self.began)), silence, now)
    }

    pub(super) fn standing(&self, silence: Duration, now: Timestamp) -> Standing {
        let state = self.lock();
        Standing {
            log: self.key.name.to_string(),
            entries: state.collected.next(),
            signed_at: state.heard.map(|heard| heard.micros().div_euclid(1_000_000)),
            silent: self.is_silent(&state, silence, now),
            trouble: state.trouble.as_ref().map(|trouble| trouble.says.clone()),
        }
    }

    /// What a panic left is whole: the state is put in place after the disk has it.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
