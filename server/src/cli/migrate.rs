//! `countersign migrate`: what the schema's owner does, so that no server has to be it.

use std::{
    error::Error,
    io::{self, Write},
    path::PathBuf,
};

use super::serve;
use crate::{
    config::Database,
    store::roles::{Let, RoleName, Standing},
};

/// Whom to let in afterwards.
#[derive(clap::Args)]
pub(super) struct Roles {
    /// The role that servers connect as: it gets the rights that serving needs, and loses all others
    #[arg(long, value_name = "ROLE")]
    server_role: Option<RoleName>,
    /// A role that reads the log and nothing else
    #[arg(long, value_name = "ROLE")]
    reader_role: Option<RoleName>,
}

pub(super) async fn migrate((data, database): (PathBuf, Database), roles: Roles) -> Result<(), Box<dyn Error>> {
    if matches!(database, Database::Sqlite(_)) {
        serve::make_private_folder(&data)?;
    }
    if roles.server_role.is_some() && roles.server_role == roles.reader_role {
        return Err("the role that serves and the one that reads have to be two".into());
    }
    let db = serve::open_at(&database).await?;
    if db.standing().await? == Standing::Guest {
        return Err("this role does not own the schema: name the owner's URL in `database_url_file`".into());
    }
    let mut out = io::stdout();
    let new = db.migrate().await?;
    writeln!(out, "{new} migrations were new, and the schema is up to date.")?;
    for (role, to, what) in [(roles.server_role, Let::Serve, "serve"), (roles.reader_role, Let::ReadTheLog, "read the log")] {
        if let Some(role) = role {
            db.let_in(&role, to).await?;
            writeln!(out, "{role} may {what}, and nothing else.")?;
        }
    }
    db.close().await;
    Ok(())
}
