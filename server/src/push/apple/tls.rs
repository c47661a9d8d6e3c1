//! TLS towards Apple: rustls with ring, HTTP/2 or nothing.

use std::sync::Arc;

use rustls::{
    ClientConfig, RootCertStore,
    crypto::ring,
    pki_types::{CertificateDer, ServerName},
};

use crate::fault::Fault;

/// Believes `roots` and nobody else; without any, the roots of the web.
pub(super) fn config(roots: Option<&[CertificateDer<'static>]>) -> Result<ClientConfig, Fault> {
    let mut store = RootCertStore::empty();
    match roots {
        None => store.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned()),
        Some(roots) => {
            for root in roots {
                store.add(root.clone()).map_err(|_| Fault::config("apns_root_file", "holds a certificate that vouches for nobody"))?;
            }
        }
    }
    let builder = ClientConfig::builder_with_provider(Arc::new(ring::default_provider())).with_safe_default_protocol_versions();
    let builder = builder.map_err(|error| Fault::other("setting up TLS towards Apple", error))?;
    let mut config = builder.with_root_certificates(store).with_no_client_auth();
    config.alpn_protocols = vec![b"h2".to_vec()];
    Ok(config)
}

/// The name that the service's certificate must bear.
pub(super) fn name(host: &str) -> Result<ServerName<'static>, Fault> {
    ServerName::try_from(host.to_owned()).map_err(|_| Fault::config("apns_endpoint", "has a host that no certificate can name"))
}
