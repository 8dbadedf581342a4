//! One worker, with the listeners on it. Dropping it ends the worker.

use protocol::{Envelope, Reply, Request};
use serde::Serialize;
use wasm_bindgen::prelude::*;
use web_sys::{Event, File, MessageEvent, Worker, WorkerOptions, WorkerType};

#[derive(Debug)]
pub(super) struct Port {
    worker: Worker,
    // The listeners live as long as the worker does.
    _on_message: Closure<dyn FnMut(MessageEvent)>,
    _on_error: Closure<dyn FnMut(Event)>,
}

impl Port {
    /// Starts a worker. `None` where the browser cannot.
    pub(super) fn open(
        address: &str,
        mut on_reply: impl FnMut(Envelope<Reply>) + 'static,
        on_death: impl Fn() + Clone + 'static,
    ) -> Option<Port> {
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        let worker = Worker::new_with_options(address, &options).ok()?;
        let unreadable = on_death.clone();
        let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |message: MessageEvent| {
            match serde_wasm_bindgen::from_value(message.data()) {
                Ok(envelope) => on_reply(envelope),
                // Another build's worker, from a stale cache; a new one is fetched by its own hashed name.
                Err(_) => unreadable(),
            }
        });
        let on_error = Closure::<dyn FnMut(Event)>::new(move |event: Event| {
            event.prevent_default();
            on_death();
        });
        worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
        worker.set_onmessageerror(Some(on_error.as_ref().unchecked_ref()));
        Some(Port { worker, _on_message: on_message, _on_error: on_error })
    }

    /// Sends `{ envelope, file }`; the file is handed over by reference, its bytes are not copied.
    pub(super) fn send(&self, envelope: &Envelope<Request>, file: Option<&File>) -> bool {
        let Ok(body) = envelope.serialize(&serde_wasm_bindgen::Serializer::json_compatible()) else { return false };
        let message = js_sys::Object::new();
        let set = |key: &str, value: &JsValue| js_sys::Reflect::set(&message, &key.into(), value).is_ok();
        let file = file.map_or(JsValue::NULL, JsValue::from);
        set("envelope", &body) && set("file", &file) && self.worker.post_message(&message).is_ok()
    }
}

impl Drop for Port {
    fn drop(&mut self) {
        self.worker.set_onmessage(None);
        self.worker.set_onerror(None);
        self.worker.set_onmessageerror(None);
        self.worker.terminate();
    }
}
