//! The answer from behind the link. One transaction takes the session, uses the ceremony up, checks the answer, judges it and runs
//! what was approved; whatever was wrong with the answer, the ceremony is gone.

use app::phone::api::AnswerResult;
use domain::{
    audit::{Actor, Event},
    challenge::Bound,
    ids::SignalId,
    refusal::Refusal,
};
use serde_json::Value;

use super::{
    super::{
        Outcome, Shared,
        approved::{self, Good},
        consent::Signer,
        links::again,
        methods::Methods,
        record::{Recorder, changed},
        run,
        signals::known,
    },
    open::{allowed, bound_to, key, open, that_count},
};
use crate::{
    live::Change,
    passkeys::{Answered, Given},
    store::{
        Tx, challenge, passkey,
        passkey::Kept,
        session,
        signal::{self, New},
        staff,
    },
};

/// The policy's key for a counter that went back, and who tells of it: we ourselves.
const COPIED: (&str, &str) = ("passkey_copied", "countersign");

/// Takes an answer.
///
/// # Errors
/// [`Refusal::BadPasskey`], whatever does not fit: nothing was changed but that another ceremony has to begin;
/// [`Refusal::ChallengeOver`] when the link opens nothing any more.
pub async fn give(shared: &Shared, link: &str, credential: &Value) -> Outcome<AnswerResult> {
    let asked = open(shared, link).await?;
    let mut tx = shared.db.write().await?;
    let (taken, customer) = session::take(&mut tx, asked.session).await?.ok_or(Refusal::ChallengeOver)?;
    taken.open()?;
    let before = again(&mut tx, &asked).await?;
    let now = shared.now();
    // Whoever is late hears that, and spends no ceremony.
    let after = before.clone().answered(now)?;
    let kept = that_count(&mut tx, &before, now).await?;
    let (bound, to) = (Bound::of(&before), bound_to(&before));
    let answered = shared.passkeys.finish_bound(&mut tx, &key(link, &to), &allowed(&kept), &bound, credential, now).await?;
    let policy = shared.policies.now();
    let known = known(shared, &mut tx, &policy, &taken, now).await?;
    let level = taken.assurance(&policy, known.signals, &known.evidence, now).level;
    let recorder = Recorder { shared, session: &taken, actor: Actor::CustomerLink(customer.id), level, now };
    let given = match answered {
        Answered::Fits(given) => given,
        Answered::Copied(credential_id) => {
            copied(&mut tx, &recorder, &credential_id).await?;
            tx.commit().await?;
            shared.live.tell_all(vec![changed(&taken), Change::Customer(taken.customer)]);
            return Err(Refusal::BadPasskey.into());
        }
        Answered::Refused => {
            tx.commit().await?;
            return Err(Refusal::BadPasskey.into());
        }
    };
    let used = passkey::by_credential(&mut tx, &given.credential_id).await?;
    let used = used.filter(|used| kept.iter().any(|one| one.id == used.id)).ok_or(Refusal::BadPasskey)?;
    let Given { credential, user_verified, proof, .. } = given;
    if !passkey::used(&mut tx, used.id, used.device, &credential, now).await? || !challenge::update(&mut tx, &before, &after).await? {
        return Err(Refusal::ChallengeOver.into());
    }
    challenge::answered_by(&mut tx, before.id, used.id).await?;
    let subject = match &before.request {
        Some(request) => Some((request, run::Subject::read(&mut tx, customer, policy.built_in(request.kind())).await?)),
        None => None,
    };
    let good = Good {
        before: &before,
        agent: staff::active(&mut tx, taken.agent).await?,
        methods: Methods::of(shared, &mut tx, taken.customer).await?,
        subject,
        signed_answer: proof,
        unlocked: None,
        device: used.device,
        name: used.name.clone(),
        counts_from: used.counts_from,
        synced: used.synced,
        user_verified,
        signer: Signer::Passkey(Box::new(Kept { credential, ..used })),
    };
    let result = approved::approve(&mut tx, recorder, &policy, known, &good).await?;
    tx.commit().await?;
    shared.live.tell(changed(&taken));
    Ok(result)
}

/// A counter went back: written down, and told to every session of the customer as a risk, in this transaction (A23).
async fn copied(tx: &mut Tx, recorder: &Recorder<'_>, credential_id: &[u8]) -> Outcome<()> {
    let Recorder { shared, session, now, .. } = *recorder;
    let device = passkey::by_credential(tx, credential_id).await?.map(|kept| kept.name).unwrap_or_default();
    recorder.write(tx, Event::PasskeyCopied { device }).await?;
    let id = SignalId::new(now, &*shared.entropy);
    let (kind, source) = COPIED;
    let reference = id.to_string();
    signal::insert(tx, &New { id, customer: session.customer, kind, source, reference: &reference, since: now, now }).await?;
    Ok(())
}
