//! From the customer's "Approve" leaving the phone until the agent's screen has it: over HTTP, through the whole server,
//! while everybody else's pages and phones are connected too.

use app::{
    desk::view::Place,
    phone::{
        answer::claims,
        api::{Enrolled, Home, PromptView},
    },
};
use axum::http::StatusCode;
use domain::{
    challenge::{Answer as Said, UserVerification},
    ids::{ChallengeId, DeviceId},
    time::Clock,
};

use super::{
    Failure,
    child::Server,
    http::{Answer, Http, form},
    pages::Places,
    phone::Keys,
    report::{Report, ms, percentile},
    seed::{self, Pair},
    stream::Stream,
    watch::Watch,
};
use crate::{http::layers::sign_in::COOKIE, system::SystemClock};

const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");
const JSON: (&str, &str) = ("content-type", "application/json");
/// A browser's, so that forms are answered with where to go.
const PAGE: (&str, &str) = ("accept", "text/html");

/// Agents and customers in contact, each with an open stream.
pub(super) struct Desks {
    all: Vec<Desk>,
    agents: Http,
    phones: Http,
    port: u16,
}

struct Desk {
    cookie: String,
    number: String,
    /// Where the session's page is.
    session: Option<String>,
    page: Option<Stream>,
    phone: Phone,
    rounds: usize,
}

struct Phone {
    keys: Keys,
    id: DeviceId,
    bearer: String,
    handle: String,
    stream: Stream,
}

/// What waits for an answer: the prompt on the phone, the digits on the agent's screen, and where its drawing is fetched.
struct Asking {
    prompt: PromptView,
    digits: String,
    drawing: String,
}

impl Desks {
    /// Binds each customer's phone, opens a session with each, and all their streams.
    pub(super) async fn open(server: &Server, pairs: Vec<Pair>) -> Result<Self, Failure> {
        let port = server.port;
        let (agents, phones) = (Http::connect(port).await?, Http::connect(port).await?);
        let mut desks = Self { all: Vec::new(), agents, phones, port };
        for pair in pairs {
            let phone = desks.bind(&pair).await?;
            let cookie = format!("{COOKIE}={}", pair.cookie.expose());
            desks.all.push(Desk { cookie, number: pair.number, session: None, page: None, phone, rounds: 0 });
        }
        desks.overviews().await?;
        Ok(desks)
    }

    async fn bind(&mut self, pair: &Pair) -> Result<Phone, Failure> {
        let keys = Keys::make()?;
        let (public_key, unlock_key) = keys.public();
        let enrol = app::phone::api::Enrol {
            binding_code: pair.binding_code.clone(),
            name: "Pixel 8".to_owned(),
            public_key,
            unlock_key: Some(unlock_key),
        };
        let answer = self.phones.post("/device/v1/enrol", &[JSON], serde_json::to_string(&enrol)?).await?;
        let enrolled: Enrolled = serde_json::from_slice(&answer.expect(StatusCode::CREATED, "binding a phone")?.body)?;
        let bearer = format!("Bearer {}", enrolled.handle);
        let stream = Stream::open(self.port, "/device/v1/events", &[("authorization", &bearer)]).await?;
        Ok(Phone { keys, id: enrolled.device_id, bearer, handle: enrolled.handle, stream })
    }

    /// Ends the contact that was, if there was one.
    async fn end(&mut self, index: usize) -> Result<(), Failure> {
        let desk = &mut self.all[index];
        let headers = [("cookie", desk.cookie.as_str()), FORM, PAGE];
        if let Some(session) = desk.session.take() {
            let body = form(&[("session", id_of(&session))]);
            self.agents.post("/api/desk/end", &headers, body).await?.leads_to("ending a session")?;
        }
        Ok(())
    }

    /// Ends the contact that was, and begins the next.
    async fn contact(&mut self, index: usize) -> Result<(), Failure> {
        self.end(index).await?;
        let desk = &mut self.all[index];
        let headers = [("cookie", desk.cookie.as_str()), FORM, PAGE];
        let fields = [
            ("channel", "phone"),
            ("started_by", "customer"),
            ("kind", "customer_number"),
            ("value", &desk.number),
            ("reason", "change_email"),
            ("case", ""),
        ];
        let session = self.agents.post("/api/desk/open", &headers, form(&fields)).await?.leads_to("opening a session")?;
        desk.session = Some(session);
        Ok(())
    }

    /// Asks the customer to approve another address, opens the page that shows it, and waits until both sides see it.
    async fn ask(&mut self, index: usize) -> Result<Asking, Failure> {
        let desk = &mut self.all[index];
        desk.rounds += 1;
        let session = desk.session.clone().ok_or("there is no session")?;
        let to = seed::address(index, desk.rounds);
        let key = format!("{session} {}", desk.rounds);
        desk.phone.stream.skip();
        let headers = [("cookie", desk.cookie.as_str()), FORM, PAGE];
        let body = form(&[("session", id_of(&session)), ("to", &to), ("key", &key)]);
        let page = self.agents.post("/api/desk/change-email", &headers, body).await?.leads_to("asking")?;
        let challenge: ChallengeId = id_of(&page).parse()?;
        let place = form(&[("place", &serde_json::to_string(&Place::Asked(challenge))?)]);
        desk.page = Some(Stream::open(self.port, &format!("/live{session}?{place}"), &[("cookie", &desk.cookie)]).await?);
        let drawing = format!("{page}?redraw");
        let drawn = self.agents.get(&drawing, &[("cookie", &desk.cookie), PAGE]).await?.expect(StatusCode::OK, "the page")?;
        let digits = digits(&String::from_utf8_lossy(&drawn.body)).ok_or("the page shows no digits")?;
        let prompt = desk.phone.stream.find(|home: Home| home.prompts.into_iter().find(|prompt| prompt.challenge == challenge)).await?;
        let headers = [("authorization", desk.phone.bearer.as_str())];
        for step in ["delivered", "opened"] {
            let path = format!("/device/v1/challenges/{challenge}/{step}");
            self.phones.post(&path, &headers, String::new()).await?.expect(StatusCode::NO_CONTENT, step)?;
        }
        Ok(Asking { prompt, digits, drawing })
    }

    /// Approves, and gives how long it took until the agent's page had fetched the drawing that says it is done, as its
    /// script does at every event.
    async fn approve(&mut self, index: usize, asking: &Asking) -> Result<std::time::Duration, Failure> {
        let desk = &mut self.all[index];
        let claims = claims(&asking.prompt, Said::Approve, &asking.digits, UserVerification::Unlock, SystemClock.now().millis());
        let body = serde_json::to_string(&desk.phone.keys.sign(desk.phone.id, &claims)?)?;
        let path = format!("/device/v1/challenges/{}/answer", asking.prompt.challenge);
        let headers = [("authorization", desk.phone.bearer.as_str()), JSON];
        let page = desk.page.as_mut().ok_or("there is no page")?;
        let watch = Watch::start();
        let (agents, as_agent) = (&mut self.agents, [("cookie", desk.cookie.as_str()), PAGE]);
        let seen = async {
            loop {
                page.next().await?;
                let drawn = agents.get(&asking.drawing, &as_agent).await?.expect(StatusCode::OK, "the drawing")?;
                if done(&String::from_utf8_lossy(&drawn.body)) {
                    return Ok::<_, Failure>(watch.elapsed());
                }
            }
        };
        let (answer, took) = tokio::join!(self.phones.post(&path, &headers, body), seen);
        answer?.expect(StatusCode::OK, "approving")?;
        took
    }

    /// How many desks there are.
    pub(super) const fn len(&self) -> usize {
        self.all.len()
    }

    /// Begins a contact at each desk and opens the page of its session.
    pub(super) async fn overviews(&mut self) -> Result<(), Failure> {
        for index in 0..self.all.len() {
            self.contact(index).await?;
            let path = format!("/live{}?place=%22overview%22", self.all[index].session.as_deref().unwrap_or_default());
            self.all[index].page = Some(Stream::open(self.port, &path, &[("cookie", &self.all[index].cookie)]).await?);
        }
        Ok(())
    }

    /// Forgets what that desk's page was told so far.
    pub(super) fn skip(&mut self, index: usize) {
        if let Some(page) = &mut self.all[index].page {
            page.skip();
        }
    }

    /// Waits until that desk's page is told of news, and fetches its drawing.
    pub(super) async fn next_drawing(&mut self, index: usize) -> Result<Answer, Failure> {
        let desk = &mut self.all[index];
        desk.page.as_mut().ok_or("there is no page")?.next().await?;
        let drawing = format!("{}?redraw", desk.session.as_deref().unwrap_or_default());
        self.agents.get(&drawing, &[("cookie", &desk.cookie), PAGE]).await
    }

    /// One contact of each page there is, with a prompt that nobody answered yet.
    pub(super) async fn places(&mut self) -> Result<Places, Failure> {
        let mailbox = self.agents.get("/demo/mailbox", &[]).await?.expect(StatusCode::OK, "the demo mailbox")?;
        let text = String::from_utf8_lossy(&mailbox.body).into_owned();
        let link = text.split_once("/me/put-back/").and_then(|(_, rest)| rest.split(['"', '<', '\n']).next()).ok_or("no link was sent")?;
        self.end(1).await?;
        self.contact(0).await?;
        let asking = self.ask(0).await?;
        let desk = &self.all[0];
        let console = desk.session.clone().ok_or("there is no session")?;
        Ok(Places {
            asked: format!("{console}/asked/{}", asking.prompt.challenge),
            fill_in: format!("{console}/do/change_email"),
            console,
            put_back: format!("/me/put-back/{link}"),
            agent: desk.cookie.clone(),
            idle: self.all[1].cookie.clone(),
            customer: format!("{}={}", crate::http::device::COOKIE, desk.phone.handle),
        })
    }
}

/// Whether the drawing shows what the agent waits for: High, and the action done.
fn done(page: &str) -> bool {
    page.contains("data-panel=\"done\"") && page.contains("assurance__level\">High<")
}

/// The digits that a drawing shows to be read out.
fn digits(page: &str) -> Option<String> {
    let shown = page.split_once("id=\"digits\"")?.1.split_once('>')?.1.split('<').next()?;
    Some(shown.chars().filter(char::is_ascii_digit).collect())
}

/// The id at the end of a page's address.
fn id_of(page: &str) -> &str {
    page.rsplit('/').next().unwrap_or_default()
}

/// Takes `count` approvals, one after the other, round all the desks.
pub(super) async fn measure(desks: &mut Desks, count: usize, report: &mut Report) -> Result<(), Failure> {
    let mut samples = Vec::with_capacity(count);
    for turn in 0..count {
        let index = turn % desks.all.len();
        desks.contact(index).await?;
        let asking = desks.ask(index).await?;
        samples.push(desks.approve(index, &asking).await?);
    }
    report.condition(format!(
        "approval_to_screen: {count} approvals one after the other, {} agents' and {} phones' streams open, over HTTP on loopback",
        desks.all.len(),
        desks.all.len()
    ));
    report.condition("resident_memory: VmRSS of the server's process right after these approvals, streams still open");
    report.figure("approval_to_screen_p50_ms", ms(percentile(&mut samples, 50)));
    report.figure("approval_to_screen_p99_ms", ms(percentile(&mut samples, 99)));
    Ok(())
}
