//! The address in front of a report, and how much of one a chat carries.

use leptos::prelude::*;

use crate::setting;
use crate::site::Site;

/// Where the seller's hosted copy of this page is, as he told it once.
const HOSTED: &str = "hosted";

/// Characters that every chat carries in one message. WeChat's limit is told as 2,000 characters of a message, and 2,048
/// bytes for public accounts; other chats carry more.
pub(super) const CHAT_CARRIES: usize = 2_000;

/// Whether only this computer can open the page's own address.
pub(super) fn is_of_this_computer() -> bool {
    let location = window().location();
    let (protocol, host) = (location.protocol().unwrap_or_default(), location.hostname().unwrap_or_default());
    protocol == "file:" || is_local(&host)
}

fn is_local(host: &str) -> bool {
    matches!(host, "" | "localhost" | "[::1]" | "0.0.0.0") || host.starts_with("127.") || host.ends_with(".localhost")
}

/// The address the seller told, if it is one.
pub(super) fn hosted() -> RwSignal<String> {
    let hosted = RwSignal::new(setting::stored(HOSTED).unwrap_or_default());
    Effect::new(move || {
        let _ = setting::store(HOSTED, &hosted.get());
    });
    hosted
}

/// The address without a fragment that others open: the hosted one where there is one, else that of this page.
pub(super) fn base(hosted: &str) -> String {
    without_fragment(hosted).unwrap_or_else(Site::base)
}

/// `None` for what is no address of a page.
pub(super) fn without_fragment(typed: &str) -> Option<String> {
    let address = typed.trim().split('#').next().unwrap_or_default();
    let host = address.strip_prefix("https://").or_else(|| address.strip_prefix("http://"))?;
    let host_name = host.split(['/', '?', ':']).next().unwrap_or_default();
    (host_name.contains('.') && !is_local(host_name)).then(|| address.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_others_can_open_is_an_address() {
        let read = |typed| without_fragment(typed);
        assert_eq!(
            read(" https://shop.example.org/zhanggui/#/share "),
            Some("https://shop.example.org/zhanggui/".to_owned())
        );
        assert_eq!(read("https://example.org"), Some("https://example.org".to_owned()));
        for typed in ["", "shop", "example.org", "ftp://example.org", "http://127.0.0.1:8080/", "https://localhost/"] {
            assert_eq!(read(typed), None, "{typed}");
        }
    }
}
