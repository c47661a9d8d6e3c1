//! The names of all events, asked of their type: so none can be left out of a list.

use std::fmt::{self, Display};

use domain::audit::Event;
use serde::{
    Deserialize,
    de::{self, value::MapDeserializer},
};

/// What reading an event of another name is refused with: the names there are.
#[derive(Debug)]
struct Names(&'static [&'static str]);

impl Display for Names {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.0)
    }
}

impl std::error::Error for Names {}

impl de::Error for Names {
    fn custom<T: Display>(said: T) -> Self {
        panic!("events are not told apart by their name: {said}")
    }

    fn unknown_variant(_: &str, names: &'static [&'static str]) -> Self {
        Self(names)
    }
}

/// The name of every event.
pub fn names() -> impl Iterator<Item = &'static str> {
    let none = MapDeserializer::<_, Names>::new([("event", "no such event")].into_iter());
    Event::deserialize(none).expect_err("there is such an event").0.iter().copied()
}

/// The name of that event, as it stands in the database.
pub fn name(event: &Event) -> String {
    let event = serde_json::to_value(event).unwrap();
    event["event"].as_str().unwrap().to_owned()
}
