//! Other tabs of this page: what one of them changes of a shop the others take over, so that none covers what another said.

use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use web_sys::{BroadcastChannel, MessageEvent};

use super::shops::ShopId;

const CHANNEL: &str = "zhanggui";

/// What another tab did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum News {
    /// The settings that are kept are other ones.
    Settings,
    /// Files came or went.
    Files,
    /// The list of shops is another one.
    Shops,
    /// A shop is forgotten.
    Forgotten,
}

/// What tabs tell each other; of the others the browser tells.
const TOLD: [(News, &str); 2] = [(News::Files, "files"), (News::Forgotten, "forgotten")];

/// The line to the other tabs; none where the browser has none, and then a tab is alone.
#[derive(Clone, Copy)]
pub(super) struct Tabs(StoredValue<Option<BroadcastChannel>, LocalStorage>);

impl Tabs {
    pub(super) fn open() -> Tabs {
        Tabs(StoredValue::new_local(BroadcastChannel::new(CHANNEL).ok()))
    }

    pub(super) fn listen(self, hear: impl Fn(&ShopId, News) + 'static) {
        let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            if let Some((shop, news)) = event.data().as_string().as_deref().and_then(read) {
                hear(&shop, news);
            }
        });
        self.0.with_value(|channel| {
            if let Some(channel) = channel {
                channel.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
            }
        });
        // It listens as long as the page lives.
        on_message.forget();
    }

    pub(super) fn tell(self, shop: &ShopId, news: News) {
        self.0.with_value(|channel| {
            if let Some(channel) = channel {
                // A message of text is never refused.
                channel.post_message(&write(shop, news).into()).ok();
            }
        });
    }
}

fn write(shop: &ShopId, news: News) -> String {
    let word = TOLD.iter().find(|(of, _)| *of == news).map_or("", |(_, word)| word);
    format!("{word} {}", shop.text())
}

/// `None` for what another version says.
fn read(message: &str) -> Option<(ShopId, News)> {
    let (word, shop) = message.split_once(' ')?;
    let (news, _) = TOLD.iter().find(|(_, of)| *of == word)?;
    Some((ShopId::read(shop.to_owned()), *news))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn news_are_understood_as_they_were_meant() {
        for (news, _) in TOLD {
            assert_eq!(read(&write(&ShopId::first(), news)), Some((ShopId::first(), news)));
        }
        assert_eq!((read("weather first"), read("files")), (None, None));
    }
}
