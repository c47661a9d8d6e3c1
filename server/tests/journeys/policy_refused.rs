//! A file with a mistake is refused with its line; nothing is stored, nothing that was written is lost.

use domain::policy::BANK;

use crate::{
    on_both,
    support::{agent::Answered, policy::bank, rows, world::World},
};

/// One of each kind: what the bank's policy says, what is written instead, and what must be said of it.
const MISTAKES: [(&str, &str, &[&str]); 8] = [
    ("currency = \"EUR\"", "currency = ", &["line 10", "error[syntax]", "Correct this line"]),
    ("seconds = 45", "secconds = 45", &["error[syntax]", "Unknown field", "Correct its spelling"]),
    ("signals = [\"credential_change\"]", "signals = [\"weather\"]", &["error[unknown-name]", "weather"]),
    ("rule = \"refund.small\"", "rule = \"email.change\"", &["error[rule-twice]"]),
    (
        "{ segments = [\"business\"], needs = \"high\" }",
        "{ segments = [\"business\"], needs = \"low\" }",
        &["error[no-effect]", "refund.business"],
    ),
    (
        "needs = \"high\"\nsecond_person = true\nhold = \"24h\"",
        "needs = \"low\"\nsecond_person = true\nhold = \"24h\"",
        &["error[recovery-weak]", "Write needs = \"high\""],
    ),
    ("ceiling = \"high\"\nconveyed = \"aloud\"", "ceiling = \"high\"\nneeds = [\"hearing\"]\nconveyed = \"aloud\"", &["error[dead-end]"]),
    (
        "fresh = \"5m\"\nconsent = true\nwho",
        "fresh = \"5m\"\nconsent = true\nhold = \"24h\"\nwho",
        &["error[not-kept]", "actions.change_email.hold", "Take the hold out"],
    ),
];

/// What stands in the page's field for the policy, as a browser reads it.
fn written(page: &Answered) -> String {
    let (_, rest) = page.body.split_once("<textarea").unwrap();
    let (_, rest) = rest.split_once('>').unwrap();
    let (inside, _) = rest.split_once("</textarea>").unwrap();
    inside.strip_prefix('\n').unwrap().replace("&lt;", "<").replace("&amp;", "&")
}

on_both! {
    async fn every_kind_of_mistake_is_said_with_its_line_and_nothing_is_stored(db: TestDb) {
        let world = World::new(&db).await;
        let mut ingrid = world.agent("Ingrid").await;
        let before = rows::counts(&db).await;
        for (from, to, says) in MISTAKES {
            let text = bank(from, to);
            let answer = ingrid.send_from("/policy/new", "policy/propose", &[("base", "1"), ("text", &text), ("reason", "Why not")]).await;
            assert_eq!(answer.status, 422, "{to}");
            let said = answer.body.replace("&quot;", "\"");
            let (_, note) = said.split_once("note--warn").unwrap();
            let (note, _) = note.split_once("</div>").unwrap();
            assert!(says.iter().all(|words| note.contains(words)) && note.contains("line "), "{to}: {note}");
            assert_eq!(written(&answer), text, "{to}");
            assert!(answer.body.contains("value=\"Why not\""), "the reason too");
        }
        assert_eq!(rows::counts(&db).await, before);
        assert_eq!((world.shared.policies.now().version, world.shared.policies.now().text.as_str()), (1, BANK));
    }

    async fn what_was_written_comes_back_whole_and_as_words(db: TestDb) {
        let world = World::new(&db).await;
        let mut ingrid = world.agent("Ingrid").await;
        // Longer than anything that waits beside a sign-in, and with all that could be taken for a tag or be dropped.
        let text = format!("\n\n# </textarea><script>alert(1)</script> &lt; & \"quotes\"\n{}", "# a line of a comment\n".repeat(1_000));
        let reason = "A \"better\" one";
        let answer = ingrid.send_from("/policy/new", "policy/propose", &[("base", "1"), ("text", &text), ("reason", reason)]).await;
        assert_eq!((answer.status.as_u16(), written(&answer)), (422, text));
        assert!(!answer.body.contains("<script>alert"), "it is words, not a page");
        assert!(answer.body.contains("value=\"A &quot;better&quot; "), "{}", answer.body);
        assert_eq!(answer.headers["cache-control"], "no-store");
        // A reason that does not fit costs nothing either.
        let answer = ingrid.send_from("/policy/new", "policy/propose", &[("base", "1"), ("text", BANK), ("reason", &"x".repeat(200))]).await;
        assert_eq!((answer.status.as_u16(), written(&answer)), (422, BANK.to_owned()));
        assert!(answer.body.contains("Write 1 to 80 plain characters"));
    }

    async fn whose_sign_in_ended_meanwhile_can_send_it_again(db: TestDb) {
        let world = World::new(&db).await;
        let mut ingrid = world.agent("Ingrid").await;
        world.clock.advance(domain::time::Duration::minutes(16));
        let text = bank("name = \"Bank\"", "name = \"Slowly written\"");
        let fields = [("base", "1"), ("text", text.as_str()), ("reason", "It took long")];
        let answer = ingrid.send_from("/policy/new", "policy/propose", &fields).await;
        assert_eq!((answer.status.as_u16(), written(&answer)), (401, text.clone()));
        assert!(answer.body.contains("You are not signed in") && answer.body.contains("name=\"base\" value=\"1\""), "{}", answer.body);
        assert!(!answer.body.contains("Ingrid"), "nobody is signed in");
        // Nor does it help anybody to send it without the right.
        let answer = world.agent("Ana").await.send_from("/policy/new", "policy/propose", &fields).await;
        assert_eq!(answer.status, 403);
        assert_eq!(rows::count(&db, "policy_version").await, 1);

        let mut again = world.agent("Ingrid").await;
        assert_eq!(again.send_from("/policy/new", "policy/propose", &fields).await.form(), Ok("/policy/2".to_owned()));
    }
}
