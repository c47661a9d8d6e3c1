//! What a person sees while it works: steps and their seconds on stderr, results on stdout.

use std::time::{Duration, Instant};

/// A running watch.
#[derive(Clone, Copy)]
pub struct Watch(Instant);

impl Watch {
    #[expect(clippy::disallowed_methods, reason = "how long a build took is for the person waiting, not for the product")]
    pub fn start() -> Self {
        Self(Instant::now())
    }

    pub fn elapsed(self) -> Duration {
        self.0.elapsed()
    }
}

/// The numbered steps of one command.
pub struct Steps {
    total: usize,
    current: usize,
    since: Watch,
}

impl Steps {
    pub fn new(total: usize) -> Self {
        Self { total, current: 0, since: Watch::start() }
    }

    /// Ends the step before, if there was one, and begins the next.
    pub fn next(&mut self, what: &str) {
        self.end();
        self.current += 1;
        self.since = Watch::start();
        note(&format!("[{}/{}] {what}…", self.current, self.total));
    }

    /// Ends the last step.
    pub fn end(&mut self) {
        if self.current > 0 {
            note(&format!("      {:.1} s", self.since.elapsed().as_secs_f64()));
        }
    }
}

/// A remark on the way, on stderr.
pub fn note(text: &str) {
    eprintln!("{text}");
}

/// A result, on stdout.
#[expect(clippy::print_stdout, reason = "the one place where this command line tool answers")]
pub fn result(text: &str) {
    println!("{text}");
}

/// Why it stopped, with every cause.
pub fn error(error: &anyhow::Error) {
    note(&format!("\nerror: {error:#}"));
}
