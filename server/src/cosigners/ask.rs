//! Getting one head cosigned by one witness: from the size that it was last known to have seen, and from the one that it says if that is
//! another.

use domain::audit_log::{
    note::{Note, Signature},
    witness::AddCheckpoint,
};

use super::{Answer, Cosigners};
use crate::{
    config::Cosigner,
    fault::Fault,
    log_key::Ring,
    services::Shared,
    store::{
        cosignature::Conflict,
        log::{self, Sealed},
        log_proof,
    },
};

/// A witness says another size once, and again if another server of ours was faster.
const QUESTIONS: usize = 3;

/// What came of it.
#[derive(Clone, Debug)]
pub(super) enum Came {
    /// A good cosignature.
    Cosigned(Signature),
    /// It knows what the database does not have.
    Conflict(Conflict),
    /// It has seen a later head already, that this database has too.
    Later,
    /// Nothing of use, for that reason.
    Nothing(&'static str),
}

impl Cosigners {
    /// Asks. `known` is how far the witness was last known to have seen.
    pub(super) async fn ask(&self, shared: &Shared, whom: &Cosigner, head: &Sealed, known: u64) -> Result<Came, Fault> {
        let note: Note = head.note.parse().map_err(|_| Fault::corrupt("audit_checkpoint", "note", head.size))?;
        let mut old = known.min(head.size);
        for _ in 0..QUESTIONS {
            let proof = log_proof::consistency(&shared.db, old, head.size).await?;
            let request = AddCheckpoint { old, proof, note: note.clone() };
            match self.line.ask(whom, request.to_string()).await {
                Answer::Lines(lines) => return Ok(cosigned(&note, whom, &lines)),
                // It has a head of the very size that it was asked from, and this one is another.
                Answer::Size(size) if size == old => return Ok(Came::Conflict(Conflict::Fork)),
                Answer::Size(size) if size > head.size => return ahead(shared, head, size).await,
                Answer::Size(size) => old = size,
                Answer::Inconsistent => return Ok(Came::Conflict(Conflict::Fork)),
                Answer::Refused(status) if status.is_redirection() => return Ok(Came::Nothing("it sends us elsewhere")),
                Answer::Refused(status) if status.is_server_error() => return Ok(Came::Nothing("it is broken, or busy")),
                Answer::Refused(_) => return Ok(Came::Nothing("it does not know this log or its key")),
                Answer::Nonsense => return Ok(Came::Nothing("it answers what the protocol does not know")),
                Answer::Nothing => return Ok(Came::Nothing("it does not answer")),
            }
        }
        Ok(Came::Nothing("it says another size each time"))
    }
}

/// The witness has seen more than was asked about. That is nothing if another server of ours showed it a later head meanwhile: it is
/// in the database then, before any witness sees it.
async fn ahead(shared: &Shared, head: &Sealed, size: u64) -> Result<Came, Fault> {
    let have = log::last(&shared.db, head.epoch).await?.is_some_and(|newest| newest.size >= size);
    Ok(if have { Came::Later } else { Came::Conflict(Conflict::Ahead) })
}

/// The line by that witness's key among those that came, if it fits. All others are passed over.
fn cosigned(note: &Note, whom: &Cosigner, lines: &str) -> Came {
    let lines = lines.split_terminator('\n').filter_map(|line| line.parse::<Signature>().ok());
    for line in lines.filter(|line| *line.name() == whom.key.name) {
        let mut alone = Note::unsigned(note.text().to_owned());
        alone.add(line.clone());
        if alone.verify(&whom.key, &Ring).is_ok() {
            return Came::Cosigned(line);
        }
    }
    Came::Nothing("it gives no signature by its key that fits")
}
