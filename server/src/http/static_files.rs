//! The browser's files: `<site>/pkg`, compressed beforehand, never listed.
//!
//! A request that names the content it wants (`?v=` and the hash of it) may be kept for a year; any other must ask again
//! each time, by entity tag. A hash of other content, as during an upgrade, is not kept.

use std::{collections::HashMap, fs, path::Path, sync::Arc};

use axum::{
    Router,
    extract::{Request, State},
    http::{HeaderName, HeaderValue, StatusCode, header},
    middleware::{Next, from_fn_with_state},
    response::Response,
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest, Sha256};
use tower_http::{
    services::{ServeDir, ServeFile},
    set_header::SetResponseHeader,
};

use super::Shell;

/// The folder's name, in the site and in URLs.
const FOLDER: &str = "pkg";

/// The files by name, each with a short hash of its content. Cheap to clone.
#[derive(Clone, Default)]
pub struct Assets(Arc<HashMap<String, String>>);

impl Assets {
    /// Reads every file under `<site>/pkg` once. A site that was not built has none.
    pub fn read(site: &Path) -> Self {
        let mut hashes = HashMap::new();
        read_folder(&site.join(FOLDER), "", &mut hashes);
        Self(Arc::new(hashes))
    }

    /// The hash of a file, by its path below `pkg`.
    pub fn hash(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }

    /// Where to fetch a file from: with its hash, so that it may be kept.
    pub fn url(&self, name: &str) -> String {
        match self.hash(name) {
            Some(hash) => format!("/{FOLDER}/{name}?v={hash}"),
            None => format!("/{FOLDER}/{name}"),
        }
    }
}

fn read_folder(folder: &Path, prefix: &str, hashes: &mut HashMap<String, String>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        let path = entry.path();
        if path.is_dir() {
            read_folder(&path, &format!("{name}/"), hashes);
        } else if let Ok(content) = fs::read(&path) {
            hashes.insert(name, URL_SAFE_NO_PAD.encode(&Sha256::digest(content)[..9]));
        }
    }
}

/// The route that gives the files.
pub(super) fn router(shell: &Shell) -> Router {
    let files = ServeDir::new(shell.site.join(FOLDER))
        .append_index_html_on_directories(false)
        .redirect_to_trailing_slash(false)
        .precompressed_br()
        .precompressed_gzip();
    Router::new()
        .nest_service(&format!("/{FOLDER}"), files)
        // A service worker rules over its own folder and below, so it stands where the phone's pages do.
        .route_service("/me/sw.js", worker(ServeFile::new(shell.site.join("me/sw.js"))))
        .route_service("/favicon.ico", ServeFile::new(shell.site.join(FOLDER).join("icon.svg")))
        .layer(from_fn_with_state(shell.assets.clone(), keep))
}

/// Lets the phone's service worker rule over `/me` itself too (Service Workers, section 6.4.1).
fn worker(file: ServeFile) -> SetResponseHeader<ServeFile, HeaderValue> {
    SetResponseHeader::overriding(file, HeaderName::from_static("service-worker-allowed"), HeaderValue::from_static("/me"))
}

async fn keep(State(assets): State<Assets>, request: Request, next: Next) -> Response {
    let name = request.uri().path().strip_prefix("/pkg/").unwrap_or_default();
    let asked = request.uri().query().and_then(|query| query.split('&').find_map(|pair| pair.strip_prefix("v=")));
    let exact = asked.is_some() && asked == assets.hash(name);
    let mut answer = next.run(request).await;
    let kept = if exact { "public, max-age=31536000, immutable" } else { "no-cache" };
    if answer.status().is_success() || answer.status() == StatusCode::NOT_MODIFIED {
        answer.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static(kept));
    }
    answer
}
