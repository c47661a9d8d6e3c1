//! The machine's own packages, where we may install them: as root, on a system with `apt-get`.

use std::fs;

use anyhow::Result;

use super::command::{answer, command, run};
use super::find;
use crate::say;

/// A user of this machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct User {
    pub uid: u32,
    pub gid: u32,
}

/// Whether we are root.
pub fn is_root() -> bool {
    // Asked of `id`, which spares a dependency for one system call.
    answer(command("id").arg("-u")).as_deref() == Some("0")
}

/// Installs a package with `apt-get`. `false` where that is not ours to do.
pub fn apt_install(package: &str) -> Result<bool> {
    if !is_root() || find::on_path(&["apt-get"]).is_none() {
        return Ok(false);
    }
    say::note(&format!("      installing {package} with apt-get"));
    let apt = || {
        let mut apt = command("apt-get");
        apt.env("DEBIAN_FRONTEND", "noninteractive");
        apt
    };
    run(apt().args(["update", "--quiet=2"]))?;
    run(apt().args(["install", "--yes", "--quiet=2", package]))?;
    Ok(true)
}

/// The first of these users that exists here.
pub fn user(names: &[&str]) -> Option<User> {
    let passwd = fs::read_to_string("/etc/passwd").ok()?;
    names.iter().find_map(|name| user_in(&passwd, name))
}

fn user_in(passwd: &str, name: &str) -> Option<User> {
    let line = passwd.lines().find(|line| line.split(':').next() == Some(name))?;
    let mut fields = line.split(':').skip(2);
    Some(User { uid: fields.next()?.parse().ok()?, gid: fields.next()?.parse().ok()? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_user_is_found_by_the_whole_name() {
        let passwd = "root:x:0:0:root:/root:/bin/sh\npostgresql:x:7:8::/:/x\npostgres:x:103:104::/var/lib:/bin/bash\n";
        assert_eq!(user_in(passwd, "postgres"), Some(User { uid: 103, gid: 104 }));
        assert_eq!(user_in(passwd, "nobody"), None);
    }
}
