//! From the approving administrator's request leaving until an agent's open page has its new drawing, with its lock as the new
//! version has it: over HTTP, while everybody else's pages and phones are connected too.

use axum::http::StatusCode;
use domain::policy::BANK;

use super::{
    Failure,
    approval::Desks,
    http::{Http, form},
    report::{Report, ms, percentile},
    seed::Administrators,
    watch::Watch,
};
use crate::http::layers::sign_in::COOKIE;

const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");
/// A browser's, so that forms are answered with where to go.
const PAGE: (&str, &str) = ("accept", "text/html");

/// What a page says of the refund when that round's version decides.
fn mark(round: usize) -> String {
    format!("Closed in round {round} of this measurement.")
}

/// The bank's policy, in which refunds by phone are closed, and say which round it is.
fn version(round: usize) -> String {
    let before = "when.\"refund.we_started\"";
    let closed = format!("when.\"refund.round\" = {{ channels = [\"phone\"], refuse = \"{}\" }}\n{before}", mark(round));
    BANK.replacen(before, &closed, 1)
}

/// Two administrators, one connection each.
struct House {
    author: (Http, String),
    approver: (Http, String),
    /// The version in force.
    base: String,
}

impl House {
    /// Proposes that round's version and gives its number.
    async fn propose(&mut self, round: usize) -> Result<String, Failure> {
        let body = form(&[("base", &self.base), ("text", &version(round)), ("reason", "A measurement")]);
        let (http, cookie) = &mut self.author;
        let place = http.post("/api/policy/propose", &[("cookie", cookie), FORM, PAGE], body).await?.leads_to("proposing")?;
        Ok(place.rsplit('/').next().unwrap_or_default().to_owned())
    }

    /// Approves it and gives how long it took until the desk at `index` had fetched the drawing that has it, as its script does
    /// at every event.
    async fn approve(&mut self, proposed: &str, desks: &mut Desks, index: usize, round: usize) -> Result<std::time::Duration, Failure> {
        let (http, cookie) = &mut self.approver;
        let headers = [("cookie", cookie.as_str()), FORM, PAGE];
        let mark = mark(round);
        desks.skip(index);
        let watch = Watch::start();
        let seen = async {
            loop {
                let drawn = desks.next_drawing(index).await?.expect(StatusCode::OK, "the drawing")?;
                if String::from_utf8_lossy(&drawn.body).contains(&mark) {
                    return Ok::<_, Failure>(watch.elapsed());
                }
            }
        };
        let (answer, took) = tokio::join!(http.post("/api/policy/approve", &headers, form(&[("version", proposed)])), seen);
        answer?.leads_to("approving")?;
        proposed.clone_into(&mut self.base);
        took
    }
}

/// Takes `count` approvals of a version, one after the other, each seen at another desk.
pub(super) async fn measure(
    port: u16,
    desks: &mut Desks,
    people: &Administrators,
    count: usize,
    report: &mut Report,
) -> Result<(), Failure> {
    let cookie = |value: &domain::secret::Secret<String>| format!("{COOKIE}={}", value.expose());
    let mut house = House {
        author: (Http::connect(port).await?, cookie(&people.author)),
        approver: (Http::connect(port).await?, cookie(&people.approver)),
        base: "1".to_owned(),
    };
    desks.overviews().await?;
    let mut samples = Vec::with_capacity(count);
    for round in 0..count {
        let proposed = house.propose(round).await?;
        samples.push(house.approve(&proposed, desks, round % desks.len(), round).await?);
    }
    report.condition(format!(
        "policy_to_screen: {count} versions one after the other, {} agents' pages open on a session and {} phones' streams, over HTTP on loopback",
        desks.len(),
        desks.len()
    ));
    report.figure("policy_to_screen_p50_ms", ms(percentile(&mut samples, 50)));
    report.figure("policy_to_screen_p99_ms", ms(percentile(&mut samples, 99)));
    Ok(())
}
