//! A screen at a counter: it keeps its cookie, and shows what its page says.

use domain::{
    ids::{KioskId, SessionId},
    refusal::Refusal,
};
use reqwest::{Method, RequestBuilder, redirect::Policy};
use server::store::kiosk;

use super::{
    agent::{Agent, Answered},
    world::World,
};

/// The screen.
pub struct Kiosk {
    pub cookie: Option<String>,
    client: reqwest::Client,
    root: String,
}

impl Kiosk {
    /// A screen that was never heard of.
    pub fn new(world: &World) -> Self {
        let client = reqwest::Client::builder().redirect(Policy::none()).build().unwrap();
        Self { cookie: None, client, root: format!("http://{}", world.address) }
    }

    /// One that is a kiosk of that name.
    pub async fn named(world: &World, administrator: &mut Agent, name: &str) -> Self {
        let mut screen = Self::new(world);
        assert_eq!(screen.begin().await.status, 303);
        administrator.set_up_kiosk(&screen.code().await, name).await.unwrap();
        screen
    }

    fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let request = self.client.request(method, format!("{}{path}", self.root)).header("sec-fetch-site", "same-origin");
        match &self.cookie {
            Some(cookie) => request.header("cookie", cookie),
            None => request,
        }
    }

    /// "Make this screen a kiosk".
    pub async fn begin(&mut self) -> Answered {
        let answer = Answered::read(self.request(Method::POST, "/kiosk/v1/begin")).await;
        if let Some(cookie) = answer.headers.get("set-cookie") {
            self.cookie = cookie.to_str().unwrap().split(';').next().map(ToOwned::to_owned);
        }
        answer
    }

    /// What stands on it.
    pub async fn page(&self) -> String {
        let answer = Answered::read(self.request(Method::GET, "/kiosk")).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        // What it keeps for later is not what it shows.
        let from = answer.body.find("id=\"screen\"").unwrap();
        answer.body[from..answer.body.find("<template").unwrap()].to_owned()
    }

    /// The code that it shows until it is set up.
    pub async fn code(&self) -> String {
        let page = self.page().await;
        let after = page.split("digits--eight").nth(1).unwrap_or_else(|| panic!("no code in {page}"));
        after.split(['>', '<']).nth(1).unwrap().to_owned()
    }

    /// Somebody touches it.
    pub async fn touch(&self) -> Answered {
        Answered::read(self.request(Method::POST, "/kiosk/v1/show")).await
    }

    /// The token of the link in its QR code, which a camera would read.
    pub async fn scan(&self) -> String {
        super::qr::read(&self.page().await).rsplit('/').next().unwrap().to_owned()
    }

    /// Opens its stream; the status instead if none was opened.
    pub async fn listen(&self) -> Result<Stream, u16> {
        let answer = self.request(Method::GET, "/live/kiosk").send().await.unwrap();
        if answer.status().is_success() { Ok(Stream(answer)) } else { Err(answer.status().as_u16()) }
    }
}

/// What a kiosk hears.
pub struct Stream(reqwest::Response);

impl Stream {
    /// The next event: its name and what it says.
    pub async fn next(&mut self) -> (String, String) {
        let mut bytes = Vec::new();
        loop {
            bytes.extend(self.0.chunk().await.unwrap().expect("the stream ended"));
            let text = String::from_utf8_lossy(&bytes);
            let field = |name: &str| text.lines().find_map(|line| line.strip_prefix(name)).map(ToOwned::to_owned);
            match (field("event: "), field("data: ")) {
                (Some(event), Some(data)) if text.ends_with("\n\n") => return (event, data),
                _ => {}
            }
        }
    }
}

impl Agent {
    /// Types the code that a screen shows.
    pub async fn set_up_kiosk(&mut self, code: &str, name: &str) -> Result<String, Refusal> {
        self.post("kiosks/set-up", &[("code", code), ("name", name)]).await
    }

    /// Ends a kiosk for good.
    pub async fn retire_kiosk(&mut self, kiosk: KioskId) -> Result<String, Refusal> {
        self.post("kiosks/retire", &[("kiosk", &kiosk.to_string())]).await
    }

    /// Puts a session on that kiosk.
    pub async fn choose_kiosk(&mut self, session: SessionId, kiosk: KioskId) -> Result<String, Refusal> {
        self.post("desk/kiosk", &[("session", &session.to_string()), ("kiosk", &kiosk.to_string())]).await
    }

    /// "They left it".
    pub async fn let_kiosk_go(&mut self, session: SessionId) -> Result<String, Refusal> {
        self.post("desk/let-kiosk-go", &[("session", &session.to_string())]).await
    }
}

/// The kiosk of that name.
pub async fn id_of(world: &World, name: &str) -> KioskId {
    let all = kiosk::all(&world.shared.db, world.shared.now()).await.unwrap();
    all.into_iter().find(|kiosk| kiosk.name == name).expect("a kiosk of that name").id
}
