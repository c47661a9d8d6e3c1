//! What was typed into a form that is refused comes back with it, and stands in no address.

use domain::action::ActionKind;

use crate::{
    on_both,
    support::world::{MIRELA, TOMAS, World},
};

on_both! {
    async fn a_refused_form_comes_back_filled_in(db: TestDb) {
        let world = World::new(&db).await;
        let mut ana = world.agent("Ana").await;
        let fields = [("channel", "chat"), ("started_by", "us"), ("kind", "email"), ("value", "nobody@mail.example"), ("reason", "refund"), ("case", "ACM-7")];
        let answer = ana.send_from("/desk/new", "desk/open", &fields).await;
        let back = answer.leads_to().to_owned();
        assert!(answer.form().is_err() && !back.contains("nobody"), "{back}");
        assert!(!ana.get("/desk/new").await.body.contains("nobody@"), "only where the answer leads");
        let page = ana.get(&back).await.body;
        for kept in ["value=\"nobody@mail.example\"", "value=\"ACM-7\""] {
            assert!(page.contains(kept), "{kept} in {page}");
        }
        for (name, chosen) in [("input", "value=\"chat\""), ("input", "value=\"us\""), ("option", "value=\"email\""), ("option", "value=\"refund\"")] {
            let tag = page.split(&format!("<{name} ")).find(|tag| tag.split('>').next().unwrap().contains(chosen)).unwrap();
            let tag = tag.split('>').next().unwrap();
            assert!(tag.contains("checked") || tag.contains("selected"), "{tag}");
        }
        assert!(!ana.get(&back).await.body.contains("nobody@"), "it is there once");
    }

    async fn what_cannot_be_asked_is_kept_and_what_is_missing_is_said(db: TestDb) {
        let world = World::new(&db).await;
        let (mut ana, _phone) = (world.agent("Ana").await, world.plain_phone(MIRELA).await);
        let session = ana.open(MIRELA, ActionKind::ChangeEmail).await;
        let page = format!("/desk/{session}/do/change_email");
        let shown = ana.get(&page).await.body;
        assert!(shown.contains("has no passkey") && !shown.contains("Push to "), "{shown}");
        let fields = [("session", session.to_string()), ("to", "m@post.example".to_owned()), ("key", "press".to_owned())];
        let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let back = ana.send_from(&page, "desk/change-email", &fields).await.leads_to().to_owned();
        let shown = ana.get(&back).await.body;
        assert!(shown.contains("value=\"m@post.example\"") && shown.contains("Nothing was asked"), "{shown}");
        assert!(!shown.contains("value=\"press\""), "a key is used once");
    }

    async fn it_comes_back_to_nobody_else(db: TestDb) {
        let world = World::new(&db).await;
        let (mut ana, bram) = (world.agent("Ana").await, world.agent("Bram").await);
        let back = ana.send_from("/desk/new", "desk/open", &[("kind", "email"), ("value", "nobody@mail.example")]).await.leads_to().to_owned();
        assert!(!bram.get(&back).await.body.contains("nobody@"));
        let own = ana.open(TOMAS, ActionKind::Refund).await;
        let elsewhere = back.replace("/desk/new", &format!("/desk/{own}/do/refund"));
        assert!(!ana.get(&elsewhere).await.body.contains("nobody@"));
    }
}
