//! A member of staff at their browser: it keeps its cookie, sends forms from our own pages, and follows nothing by itself.

use std::sync::atomic::{AtomicU64, Ordering};

use app::{
    desk::view::{Acted, Draft, Place, Workspace},
    error::ApiError,
};
use domain::{
    action::ActionKind,
    customer::Field,
    ids::{AgentId, ChallengeId, RunId, SessionId},
    refusal::Refusal,
    secret::{Hashed, Secret},
};
use leptos::server_fn::error::ServerFnUrlError;
use reqwest::{
    RequestBuilder, StatusCode,
    header::{HeaderMap, REFERER},
    redirect::Policy,
};
use serde::de::DeserializeOwned;
use server::{
    services::{Shared, workspace},
    store::sign_in,
};

use super::{
    phone::Problem,
    world::{ORIGIN, World},
};

/// Every press is one of its own, whoever presses.
static PRESSES: AtomicU64 = AtomicU64::new(0);

/// An answer, read to its end.
#[derive(Debug)]
pub struct Answered {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
}

impl Answered {
    pub async fn read(request: RequestBuilder) -> Self {
        let answer = request.send().await.unwrap();
        let (status, headers) = (answer.status(), answer.headers().clone());
        Self { status, headers, body: answer.text().await.unwrap() }
    }

    /// Its JSON, or the problem it says.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, Problem> {
        if self.status.is_success() {
            return Ok(serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.body)));
        }
        Err(serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{} {error}: {}", self.status, self.body)))
    }

    /// Where it leads, without the origin.
    pub fn leads_to(&self) -> &str {
        let place = self.headers.get("location").map_or("", |place| place.to_str().unwrap());
        place.strip_prefix(ORIGIN).unwrap_or(place)
    }

    /// What a form was refused with whose page is drawn again in the answer: its status says which, its note the words.
    fn drawn_again(&self) -> Option<Refusal> {
        match self.status.as_u16() {
            401 => Some(Refusal::NotSignedIn),
            403 => Some(Refusal::NotYourRole),
            422 => Some(Refusal::BadInput(self.body.clone())),
            _ => None,
        }
    }

    /// Where a form led, or the refusal that came back to its page.
    pub fn form(&self) -> Result<String, Refusal> {
        if let Some(refusal) = self.drawn_again() {
            return Err(refusal);
        }
        assert_eq!(self.status, StatusCode::FOUND, "{}", self.body);
        let place = url::Url::parse(ORIGIN).unwrap().join(self.leads_to()).unwrap();
        match place.query_pairs().find(|(name, _)| name == "__err") {
            None => Ok(place.path().to_owned()),
            Some((_, error)) => match ServerFnUrlError::<ApiError>::decode_err(&error) {
                ApiError::Refused(refusal) => Err(refusal),
                broken @ ApiError::Internal { .. } => panic!("{broken}"),
            },
        }
    }
}

/// A browser.
pub struct Agent {
    pub cookie: Option<String>,
    pub(super) root: String,
    pub(super) client: reqwest::Client,
    pub(super) shared: Shared,
}

impl Agent {
    pub fn nobody(world: &World) -> Self {
        let client = reqwest::Client::builder().redirect(Policy::none()).build().unwrap();
        Self { cookie: None, root: format!("http://{}", world.address), client, shared: world.shared.clone() }
    }

    pub async fn enter(world: &World, staff: AgentId) -> Self {
        let mut agent = Self::nobody(world);
        agent.post("account/enter-as", &[("staff", &staff.to_string())]).await.unwrap();
        agent
    }

    /// A request with the browser's cookie, as a page of ours sends it.
    pub fn request(&self, method: reqwest::Method, path: &str) -> RequestBuilder {
        let request = self.client.request(method, format!("{}{path}", self.root));
        let request = request.header("accept", "text/html").header("referer", format!("{ORIGIN}/desk"));
        match &self.cookie {
            Some(cookie) => request.header("cookie", cookie),
            None => request,
        }
    }

    pub async fn get(&self, path: &str) -> Answered {
        Answered::read(self.request(reqwest::Method::GET, path)).await
    }

    /// Sends a form to a server function.
    pub async fn send(&mut self, function: &str, fields: &[(&str, &str)]) -> Answered {
        self.send_from("/desk", function, fields).await
    }

    /// The same from that page of ours.
    pub async fn send_from(&mut self, page: &str, function: &str, fields: &[(&str, &str)]) -> Answered {
        let request = self.request(reqwest::Method::POST, &format!("/api/{function}")).header("sec-fetch-site", "same-origin");
        let from = HeaderMap::from_iter([(REFERER, format!("{ORIGIN}{page}").parse().unwrap())]);
        let answer = Answered::read(request.headers(from).form(fields)).await;
        if let Some(set) = answer.headers.get("set-cookie") {
            let pair = set.to_str().unwrap().split(';').next().unwrap().to_owned();
            self.cookie = (!pair.ends_with('=')).then_some(pair);
        }
        answer
    }

    /// The same, and where it led.
    pub async fn post(&mut self, function: &str, fields: &[(&str, &str)]) -> Result<String, Refusal> {
        self.send(function, fields).await.form()
    }

    /// Opens a session on the phone that the customer started.
    pub async fn open(&mut self, customer_number: &str, reason: ActionKind) -> SessionId {
        self.open_on(customer_number, reason, "phone", "customer").await.unwrap()
    }

    pub async fn open_on(&mut self, number: &str, reason: ActionKind, channel: &str, by: &str) -> Result<SessionId, Refusal> {
        let fields = [("channel", channel), ("started_by", by), ("kind", "customer_number"), ("value", number), ("reason", reason.key())];
        let place = self.post("desk/open", &fields).await?;
        Ok(place.strip_prefix("/desk/").unwrap().parse().unwrap())
    }

    pub async fn change_email(&mut self, session: SessionId, to: &str) -> Result<Acted, Refusal> {
        self.act("desk/change-email", session, &[("to", to)]).await
    }

    pub async fn refund(&mut self, session: SessionId, amount: &str, reason: &str) -> Result<Acted, Refusal> {
        self.act("desk/refund", session, &[("amount", amount), ("reason", reason)]).await
    }

    pub async fn news_by(&mut self, session: SessionId, way: &str) -> Result<Acted, Refusal> {
        self.act("desk/preferences", session, &[("news_by", way)]).await
    }

    /// One press on the button, with a key of its own.
    async fn act(&mut self, function: &str, session: SessionId, fields: &[(&str, &str)]) -> Result<Acted, Refusal> {
        let key = format!("press {}", PRESSES.fetch_add(1, Ordering::Relaxed));
        self.act_with(function, session, fields, &key).await
    }

    pub async fn act_with(&mut self, function: &str, session: SessionId, fields: &[(&str, &str)], key: &str) -> Result<Acted, Refusal> {
        let session = session.to_string();
        let fields = [&[("session", session.as_str()), ("key", key)], fields].concat();
        let place = self.post(function, &fields).await?;
        let (kind, id) = place.strip_prefix(&format!("/desk/{session}/")).unwrap().split_once('/').unwrap();
        Ok(match kind {
            "asked" => Acted::Asked(id.parse().unwrap()),
            "ran" => Acted::Ran(id.parse().unwrap()),
            "second" => Acted::Waits(id.parse().unwrap()),
            other => panic!("led to {other}"),
        })
    }

    pub async fn raise(&mut self, session: SessionId) -> Result<ChallengeId, Refusal> {
        let place = self.post("desk/raise", &[("session", &session.to_string())]).await?;
        Ok(place.rsplit('/').next().unwrap().parse().unwrap())
    }

    /// Asks for the PIN.
    pub async fn ask_pin(&mut self, session: SessionId) -> Result<ChallengeId, Refusal> {
        let place = self.post("desk/raise", &[("session", &session.to_string()), ("method", "pin")]).await?;
        Ok(place.rsplit('/').next().unwrap().parse().unwrap())
    }

    /// Ends the contact.
    pub async fn end(&mut self, session: SessionId) -> Result<String, Refusal> {
        self.post("desk/end", &[("session", &session.to_string())]).await
    }

    pub async fn withdraw(&mut self, session: SessionId, challenge: ChallengeId) -> Result<String, Refusal> {
        self.post("desk/withdraw", &[("session", &session.to_string()), ("challenge", &challenge.to_string())]).await
    }

    pub async fn run_approved(&mut self, session: SessionId, challenge: ChallengeId, draft: &Draft, key: &str) -> Result<String, Refusal> {
        let (session, challenge) = (session.to_string(), challenge.to_string());
        let draft = serde_json::to_string(draft).unwrap();
        self.post("desk/run-approved", &[("session", &session), ("challenge", &challenge), ("request", &draft), ("key", key)]).await
    }

    /// Moves the session to another channel.
    pub async fn move_to(&mut self, session: SessionId, channel: &str) -> Result<String, Refusal> {
        self.post("desk/move", &[("session", &session.to_string()), ("channel", channel)]).await
    }

    /// Has a masked field shown, because they read a change back.
    pub async fn reveal(&mut self, session: SessionId, field: Field) -> Result<String, Refusal> {
        self.reveal_because(session, field, &[("because", "read_back")]).await
    }

    pub async fn reveal_because(&mut self, session: SessionId, field: Field, why: &[(&str, &str)]) -> Result<String, Refusal> {
        let session = session.to_string();
        self.post("desk/reveal", &[&[("session", session.as_str()), ("field", field.key())], why].concat()).await
    }

    /// `end`, `take-over` or `suspect-attack`.
    pub async fn do_to(&mut self, what: &str, session: SessionId) -> Result<String, Refusal> {
        self.post(&format!("desk/{what}"), &[("session", &session.to_string())]).await
    }

    /// What the page is drawn from, read for whoever holds this browser's cookie.
    pub async fn workspace(&self, session: SessionId, place: Place) -> Workspace {
        let id = self.cookie.as_ref().and_then(|cookie| cookie.split_once('=')).unwrap().1;
        let found = sign_in::find(&self.shared.db, &Hashed::of(id), self.shared.now()).await.unwrap();
        let agent = found.unwrap().staff.unwrap().try_into().unwrap();
        let shared = self.shared.of_sign_in(Some(&Secret::new(id.to_owned())));
        workspace::workspace(&shared, &agent, session, place).await.unwrap()
    }

    /// What the page's event stream says first; the answer instead if no stream was opened.
    pub async fn event(&self, session: SessionId, place: Place) -> Result<String, Answered> {
        let path = format!("/live/desk/{session}");
        let place = serde_json::to_string(&place).unwrap();
        let mut answer = self.request(reqwest::Method::GET, &path).query(&[("place", place)]).send().await.unwrap();
        if !answer.status().is_success() {
            let (status, headers) = (answer.status(), answer.headers().clone());
            return Err(Answered { status, headers, body: answer.text().await.unwrap() });
        }
        let mut bytes = Vec::new();
        while !bytes.ends_with(b"\n\n") {
            bytes.extend(answer.chunk().await.unwrap().expect("the stream ended"));
        }
        let text = String::from_utf8(bytes).unwrap();
        let data = text.lines().filter_map(|line| line.strip_prefix("data: "));
        Ok(data.collect::<Vec<_>>().join("\n"))
    }

    /// The digits to read out.
    pub async fn digits(&self, session: SessionId, challenge: ChallengeId) -> String {
        self.workspace(session, Place::Asked(challenge)).await.asked.unwrap().digits.expect("digits to read out")
    }
}

/// The challenge of a press that asked.
pub fn asked(acted: Acted) -> ChallengeId {
    let Acted::Asked(challenge) = acted else { panic!("it ran at once") };
    challenge
}

/// The run of a press that ran.
pub fn ran(acted: Acted) -> RunId {
    let Acted::Ran(run) = acted else { panic!("the customer was asked") };
    run
}
