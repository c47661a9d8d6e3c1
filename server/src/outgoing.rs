//! Calling the few addresses that a file of the operator's names: witnesses and collectors.

use std::time::Duration;

use http_body_util::Full;
use hyper::body::Bytes;
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::{
    client::legacy::{Client, connect::HttpConnector},
    rt::{TokioExecutor, TokioTimer},
};
use rustls::pki_types::CertificateDer;

use crate::{fault::Fault, push::tls};

/// What calls them.
pub(crate) type Caller = Client<HttpsConnector<HttpConnector>, Full<Bytes>>;

/// Believes `roots`, which the file that this setting names has, and nobody else; without any, those of the web. `connect` is how long a connection may
/// take.
///
/// # Errors
/// When TLS cannot be set up.
pub(crate) fn caller(setting: &'static str, roots: Option<&[CertificateDer<'static>]>, connect: Duration) -> Result<Caller, Fault> {
    let mut tcp = HttpConnector::new();
    tcp.enforce_http(false);
    tcp.set_nodelay(true);
    tcp.set_connect_timeout(Some(connect));
    let tls = tls::config(setting, roots)?;
    // Plain HTTP is for this machine alone; the file's reader has seen to that.
    let https = HttpsConnectorBuilder::new().with_tls_config(tls).https_or_http().enable_all_versions().wrap_connector(tcp);
    Ok(Client::builder(TokioExecutor::new()).pool_timer(TokioTimer::new()).build(https))
}
