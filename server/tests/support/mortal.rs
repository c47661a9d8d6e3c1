//! Children that die: this program again, which does one thing and is killed, or stands still, at a chosen moment of it.

use std::{
    io::{BufRead, BufReader, Read},
    process::{Child, ChildStdout, Command, Stdio},
};

use serde::{Serialize, de::DeserializeOwned};

/// Under this name the child finds what it is to do.
const TASK: &str = "COUNTERSIGN_TEST_TASK";

/// What this process is to do, if it is such a child: a test that is run like any other has no task, and has nothing to do.
#[expect(clippy::disallowed_methods, reason = "it is how the parent tells it")]
pub fn task<T: DeserializeOwned>() -> Option<T> {
    std::env::var(TASK).ok().map(|task| serde_json::from_str(&task).unwrap())
}

/// Does `task` in the test of that name, to the end of one of them: whether it was killed.
pub fn killed(test: &str, task: &impl Serialize) -> bool {
    Mortal::start(test, task).was_killed()
}

/// One that is spoken with. What it says of a failure goes where ours goes.
pub struct Mortal {
    child: Child,
    said: BufReader<ChildStdout>,
}

impl Mortal {
    /// Begins `task` in the test of that name.
    pub fn start(test: &str, task: &impl Serialize) -> Self {
        let mut child = Command::new(std::env::current_exe().unwrap());
        child.args(["--exact", test, "--nocapture"]).env(TASK, serde_json::to_string(task).unwrap());
        let mut child = child.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let said = BufReader::new(child.stdout.take().unwrap());
        Self { child, said }
    }

    /// Waits until it says `word`: what follows on that line.
    pub fn says(&mut self, word: &str) -> String {
        loop {
            let mut line = String::new();
            assert!(self.said.read_line(&mut line).unwrap() > 0, "it ended without saying `{word}`");
            if let Some((_, rest)) = line.split_once(word) {
                return rest.trim().to_owned();
            }
        }
    }

    /// Waits until the system says that it stands still (`true`), or that it has ended.
    pub fn stands_still(&mut self) -> bool {
        loop {
            if self.child.try_wait().unwrap().is_some() {
                return false;
            }
            let state = Command::new("ps").args(["-o", "state=", "-p", &self.child.id().to_string()]).output().unwrap().stdout;
            if state.trim_ascii_start().starts_with(b"T") {
                return true;
            }
        }
    }

    /// Lets it go on where it stands still.
    pub fn let_go(&self) {
        let let_go = Command::new("kill").args(["-CONT", &self.child.id().to_string()]).status().unwrap();
        assert!(let_go.success());
    }

    /// Waits for its end, and tells one that still listens that there is nothing more to hear: whether it was killed. One that failed at
    /// what it had to do was not, and must not be taken for it.
    pub fn was_killed(mut self) -> bool {
        drop(self.child.stdin.take());
        let mut rest = String::new();
        self.said.read_to_string(&mut rest).unwrap();
        let ended = self.child.wait().unwrap();
        assert!(ended.success() || ended.code().is_none(), "it failed: {ended}\n{rest}");
        !ended.success()
    }
}
