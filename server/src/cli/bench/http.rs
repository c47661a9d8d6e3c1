//! A plain HTTP/1.1 client that keeps its connection, and says when the first byte of an answer came.

use std::time::Duration;

use axum::http::{HeaderMap, Method, Request, Response, StatusCode, header};
use http_body_util::{BodyExt, Full};
use hyper::{
    body::{Bytes, Incoming},
    client::conn::http1::{self, SendRequest},
};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;

use super::{Failure, watch::Watch};

/// Header names and values.
pub(super) type Headers<'a> = [(&'static str, &'a str)];

/// One connection.
pub(super) struct Http(SendRequest<Full<Bytes>>);

/// An answer, read to its end.
pub(super) struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Bytes,
    /// From the request's leaving until the first bytes of the body were here.
    pub first_byte: Duration,
}

impl Http {
    pub(super) async fn connect(port: u16) -> Result<Self, Failure> {
        let stream = TcpStream::connect(("127.0.0.1", port)).await?;
        stream.set_nodelay(true)?;
        let (sender, connection) = http1::handshake(TokioIo::new(stream)).await?;
        // Ends with the sender; what breaks it is seen by the request under way.
        tokio::spawn(connection);
        Ok(Self(sender))
    }

    pub(super) async fn get(&mut self, path: &str, headers: &Headers<'_>) -> Result<Answer, Failure> {
        self.ask(Method::GET, path, headers, String::new()).await
    }

    pub(super) async fn post(&mut self, path: &str, headers: &Headers<'_>, body: String) -> Result<Answer, Failure> {
        self.ask(Method::POST, path, headers, body).await
    }

    async fn ask(&mut self, method: Method, path: &str, headers: &Headers<'_>, body: String) -> Result<Answer, Failure> {
        let watch = Watch::start();
        let answer = self.send(method, path, headers, body).await?;
        let (parts, mut incoming) = answer.into_parts();
        let mut body = Vec::new();
        let mut first_byte = None;
        while let Some(frame) = incoming.frame().await {
            first_byte.get_or_insert_with(|| watch.elapsed());
            if let Ok(data) = frame?.into_data() {
                body.extend_from_slice(&data);
            }
        }
        let first_byte = first_byte.unwrap_or_else(|| watch.elapsed());
        Ok(Answer { status: parts.status, headers: parts.headers, body: body.into(), first_byte })
    }

    /// Sends, and gives the answer as soon as its head is there.
    pub(super) async fn send(
        &mut self,
        method: Method,
        path: &str,
        headers: &Headers<'_>,
        body: String,
    ) -> Result<Response<Incoming>, Failure> {
        let mut request = Request::builder().method(method).uri(path).header(header::HOST, "localhost:3000");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.0.ready().await?;
        Ok(self.0.send_request(request.body(Full::from(body))?).await?)
    }
}

impl Answer {
    /// The same answer, if it is the one that was wanted.
    pub(super) fn expect(self, wanted: StatusCode, what: &str) -> Result<Self, Failure> {
        if self.status == wanted {
            return Ok(self);
        }
        let text = String::from_utf8_lossy(&self.body);
        Err(format!("{what}: {} instead of {wanted}: {}", self.status, text.chars().take(400).collect::<String>()).into())
    }

    /// Where a form's answer leads; a refusal leads back with an error.
    pub(super) fn leads_to(self, what: &str) -> Result<String, Failure> {
        let answer = self.expect(StatusCode::FOUND, what)?;
        let location = answer.headers.get(header::LOCATION).and_then(|location| location.to_str().ok()).unwrap_or_default();
        if location.is_empty() || location.contains("__err") {
            return Err(format!("{what}: refused ({location})").into());
        }
        Ok(location.to_owned())
    }
}

/// A form's body: `application/x-www-form-urlencoded`.
pub(super) fn form(fields: &[(&str, &str)]) -> String {
    url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish()
}
