//! The engine's thread: takes requests off the wire, hands them to the [`session`], and puts its replies back on.

mod blob;
pub mod session;

use analytics::Day;
use protocol::{Envelope, Reply, Request};
use serde::Serialize;
use wasm_bindgen::prelude::*;
use web_sys::{DedicatedWorkerGlobalScope, File, MessageEvent};

use crate::blob::BlobReader;
use crate::session::{ReadSeek, Session};

/// Starts to listen, and says so: whatever is sent to a worker before that is lost.
#[wasm_bindgen(start)]
pub fn start() {
    std::panic::set_hook(Box::new(|panic| web_sys::console::error_1(&panic.to_string().into())));
    let mut session = Session::on(today());
    let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |message: MessageEvent| {
        receive(&mut session, &message.data());
    });
    scope().set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    // The thread listens as long as it lives.
    on_message.forget();
    send(&Envelope { id: 0, body: Reply::Ready });
}

/// On the computer's own calendar.
fn today() -> Day {
    let now = js_sys::Date::new_0();
    let minutes = now.get_time() / 60_000.0 - now.get_timezone_offset();
    #[expect(clippy::cast_possible_truncation, reason = "a date of this age")]
    Day::from_number((minutes / 1_440.0).floor() as i32)
}

/// A message is `{ envelope, file }`; `file` is there for requests that read one.
fn receive(session: &mut Session, message: &JsValue) {
    let get = |from: &JsValue, name: &str| js_sys::Reflect::get(from, &name.into()).unwrap_or(JsValue::UNDEFINED);
    let part = |name: &str| get(message, name);
    let Envelope { id, body } = match serde_wasm_bindgen::from_value::<Envelope<Request>>(part("envelope")) {
        Ok(envelope) => envelope,
        Err(error) => {
            // Whoever asked still gets the one answer.
            let id = serde_wasm_bindgen::from_value(get(&part("envelope"), "id")).unwrap_or(0);
            return send(&Envelope { id, body: Reply::Failed { message: error.to_string() } });
        }
    };
    let mut file = part("file").dyn_into::<File>().ok().and_then(|file| BlobReader::new(file.into()).ok());
    let file = file.as_mut().map(|reader| reader as &mut dyn ReadSeek);
    session.handle(body, file, &mut |reply| send(&Envelope { id, body: reply }));
}

/// Plain objects, but a file's bytes as one buffer, not as an array of numbers.
const PLAIN_DATA: serde_wasm_bindgen::Serializer =
    serde_wasm_bindgen::Serializer::json_compatible().serialize_bytes_as_arrays(false);

fn send(envelope: &Envelope<Reply>) {
    // Replies are plain data; one that cannot be written is a fault of the program, and the page sees it as a crash.
    #[expect(clippy::expect_used, reason = "ends this thread, which the page answers by starting another")]
    let message = envelope.serialize(&PLAIN_DATA).expect("a reply is plain data");
    scope().post_message(&message).ok();
}

fn scope() -> DedicatedWorkerGlobalScope {
    js_sys::global().unchecked_into()
}
