//! The story: a customer calls, the agent asks, six digits are typed, and exactly that runs.

use app::{
    desk::view::{Outcome, Place, Theirs},
    phone::api::AnswerResult,
};
use domain::{
    action::{ActionKind, ActionRequest},
    assurance::Level,
    challenge::{Answer, ChallengeState},
    customer::{Field, Seen},
};
use server::{signatures, store::proof};

use crate::{
    on_both,
    support::{
        agent::asked,
        rows,
        world::{MIRELA, World},
    },
};

on_both! {
    async fn a_customer_calls_approves_and_exactly_that_runs(db: TestDb) {
        let world = World::new(&db).await;
        let phone = world.phone(MIRELA).await;
        let mut ana = world.agent("Ana").await;
        let session = ana.open(MIRELA, ActionKind::ChangeEmail).await;
        assert_eq!(phone.home().await.contact.unwrap().with, "Ana");

        let challenge = asked(ana.change_email(session, "mirela.k@post.example").await.unwrap());
        let page = ana.workspace(session, Place::Asked(challenge)).await;
        assert_eq!((page.assurance.level, page.assurance.if_approved), (Level::Unverified, Some(Level::High)));
        assert!(matches!(page.theirs, Theirs::Prompt { .. }));
        let digits = page.asked.unwrap().digits.unwrap();

        let prompt = phone.prompt().await;
        assert!(prompt.needs_user_verification);
        assert_eq!(prompt.prompt.what, ["Change your email address", "from mk@mail.example", "to mirela.k@post.example"]);
        assert_eq!(phone.delivered(challenge).await.status, 204);
        assert_eq!(phone.opened(challenge).await.status, 204);
        assert!(matches!(phone.approve(&digits).await.unwrap(), AnswerResult::Done { .. }));

        let customer = world.customer(MIRELA).await;
        assert_eq!(rows::email(&db, customer).await, "mirela.k@post.example");
        let told: Vec<_> = rows::messages(&db, customer).await.into_iter().map(|(to, _)| to).collect();
        assert_eq!(told, ["mirela@work.example", "mk@mail.example"], "every earlier address, and not the new one");
        let written = rows::events(&db, session).await;
        assert_eq!(
            written,
            ["session_opened", "not_open", "asked", "delivered", "opened", "approved", "raised", "ran", "earlier_addresses_told"]
        );

        let page = ana.workspace(session, Place::Asked(challenge)).await;
        assert_eq!(page.assurance.level, Level::High);
        assert_eq!(page.assurance.evidence.len(), 1);
        assert!(page.assurance.evidence[0].user_verified);
        let view = page.asked.unwrap();
        assert_eq!((view.state, view.digits), (ChallengeState::Answered, None));
        let Some(Outcome::Done(done)) = view.outcome else { panic!("it did not run") };
        assert_eq!(done.told_emails, 2);
        let shown = page.record.into_iter().find(|row| row.field == Field::Email).unwrap().seen;
        assert!(matches!(shown, Seen::Masked { .. }), "it stays masked at High too: {shown:?}");
    }

    async fn the_approval_that_is_kept_can_be_verified_by_anybody(db: TestDb) {
        let world = World::new(&db).await;
        let phone = world.phone(MIRELA).await;
        let mut ana = world.agent("Ana").await;
        let session = ana.open(MIRELA, ActionKind::ChangeEmail).await;
        let challenge = asked(ana.change_email(session, "mirela.k@post.example").await.unwrap());
        phone.approve(&ana.digits(session, challenge).await).await.unwrap();

        let approval = proof::read_approval(&db, challenge).await.unwrap().unwrap();
        let ActionRequest::ChangeEmail { to, .. } = &approval.request else { panic!("{:?}", approval.request) };
        assert_eq!(to.as_str(), "mirela.k@post.example");
        assert!(approval.user_verified && approval.used_at.is_some());
        let claims = signatures::verify(&approval.signed_answer, &phone.device(&world).await.public_key, phone.id).unwrap();
        assert_eq!((claims.challenge_id, claims.session_id, claims.decision), (challenge, session, Answer::Approve));
        assert_eq!(claims.action_hash, approval.action_hash.to_string());
        assert!(claims.shown_text.contains("to mirela.k@post.example"), "the words that were read are the words that were signed");
        assert_eq!(rows::count(&db, "run").await, 1);
        assert_eq!(rows::count(&db, "evidence").await, 1);
    }
}
