//! What the customer typed was right: evidence of this session. It signs nothing, so it is no consent and runs nothing.

use domain::{assurance::Evidence, audit::Event, challenge::Challenge, ids::EvidenceId, time::Timestamp};

use super::{Outcome, policies::InForce, record::Recorder, signals::Known};
use crate::store::{Tx, challenge, proof};

/// Ends the challenge and leaves the evidence, which counts from then on.
pub(super) async fn accept(
    tx: &mut Tx,
    recorder: Recorder<'_>,
    policy: &InForce,
    mut known: Known,
    (before, after): (&Challenge, &Challenge),
    counts_from: Timestamp,
) -> Outcome<()> {
    let Recorder { shared, session, now, level, .. } = recorder;
    let method = before.means.method();
    challenge::change(tx, before, after);
    let left = Evidence::left_by(policy, method, false, now);
    let piece = Evidence { id: EvidenceId::new(now, &*shared.entropy), counts_from, ..left };
    proof::insert_evidence(tx, session.id, before.id, &piece);
    recorder.write(tx, Event::Entered { method, on_page: before.means.link().is_some() }).await?;
    known.evidence.push(piece);
    let assurance = session.assurance(policy, known.signals, &known.evidence, now);
    if assurance.level > level {
        let recorder = Recorder { level: assurance.level, ..recorder };
        recorder.write(tx, Event::Raised { to: assurance.level, until: assurance.until }).await?;
    }
    Ok(())
}
