//! A picture of the seller's as a logo: small, and drawn anew, so that nothing of the file but its look is kept.

use export::shared::Logo;
use js_sys::Uint8Array;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, File, HtmlImageElement, Url};

use crate::text::format;
use crate::ui::raster;

/// Pixels of a logo at most: twice what a report shows, for screens and paper that are finer.
const HIGHEST: f64 = 96.0;
const WIDEST: f64 = 480.0;
/// Bytes of a file, and pixels of a side: far beyond any logo, and few enough to be drawn at once.
const MOST_BYTES: f64 = 4_000_000.0;
const LONGEST_SIDE: u32 = 8_000;

/// Why a file is no logo.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    NoPicture,
    TooLarge,
}

/// What the first bytes say that a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Png,
    Jpeg,
    Svg,
}

impl Kind {
    /// The name of a file says nothing: what it begins with does.
    fn of(bytes: &[u8]) -> Option<Kind> {
        // Programs write comments and entities before the picture.
        let beginning = bytes.get(..bytes.len().min(1 << 14))?;
        if beginning.starts_with(b"\x89PNG\r\n\x1a\n") {
            Some(Kind::Png)
        } else if beginning.starts_with(&[0xff, 0xd8, 0xff]) {
            Some(Kind::Jpeg)
        } else {
            beginning.windows(4).any(|part| part == b"<svg").then_some(Kind::Svg)
        }
    }

    const fn media_type(self) -> &'static str {
        match self {
            Kind::Png => "image/png",
            Kind::Jpeg => "image/jpeg",
            Kind::Svg => "image/svg+xml",
        }
    }
}

/// The logo that a file holds.
pub(super) async fn of_file(file: &File) -> Result<Logo, Refusal> {
    if file.size() > MOST_BYTES {
        return Err(Refusal::TooLarge);
    }
    let bytes = JsFuture::from(file.array_buffer()).await.map_err(|_| Refusal::NoPicture)?;
    let bytes = Uint8Array::new(&bytes);
    let kind = Kind::of(&bytes.to_vec()).ok_or(Refusal::NoPicture)?;
    let typed = BlobPropertyBag::new();
    typed.set_type(kind.media_type());
    let parts = js_sys::Array::of1(&bytes);
    let blob = Blob::new_with_u8_array_sequence_and_options(&parts, &typed).map_err(|_| Refusal::NoPicture)?;
    let address = Url::create_object_url_with_blob(&blob).map_err(|_| Refusal::NoPicture)?;
    let logo = of_address(&address).await;
    Url::revoke_object_url(&address).ok();
    logo
}

/// The logo at an address of this site or of this page.
pub(super) async fn of_address(address: &str) -> Result<Logo, Refusal> {
    // An SVG is a picture here: as one it runs no script and fetches nothing.
    let image = raster::load(address).await.ok_or(Refusal::NoPicture)?;
    if image.natural_width().max(image.natural_height()) > LONGEST_SIDE {
        return Err(Refusal::TooLarge);
    }
    let drawn = drawn(&image).ok_or(Refusal::NoPicture)?;
    Logo::parse(&drawn).ok_or(Refusal::TooLarge)
}

fn drawn(image: &HtmlImageElement) -> Option<String> {
    let (width, height) = fitted(image.natural_width(), image.natural_height());
    let (canvas, context) = raster::canvas(width, height)?;
    js_sys::Reflect::set(&context, &"imageSmoothingQuality".into(), &"high".into()).ok()?;
    let (width, height) = (f64::from(width), f64::from(height));
    context.draw_image_with_html_image_element_and_dw_and_dh(image, 0.0, 0.0, width, height).ok()?;
    canvas.to_data_url().ok()
}

/// Its size as a logo, in the same proportion and never larger than it was.
fn fitted(width: u32, height: u32) -> (u32, u32) {
    let (wide, high) = (f64::from(width.max(1)), f64::from(height.max(1)));
    let scale = (HIGHEST / high).min(WIDEST / wide).min(1.0);
    (format::whole(wide * scale).max(1), format::whole(high * scale).max(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_is_known_by_its_first_bytes() {
        assert_eq!(Kind::of(b"\x89PNG\r\n\x1a\n...."), Some(Kind::Png));
        assert_eq!(Kind::of(&[0xff, 0xd8, 0xff, 0xe0]), Some(Kind::Jpeg));
        assert_eq!(Kind::of(b"<?xml version=\"1.0\"?>\n<svg xmlns=\"...\">"), Some(Kind::Svg));
        for other in [&b""[..], b"GIF89a", b"PK\x03\x04", b"%PDF-1.7", b"<html>"] {
            assert_eq!(Kind::of(other), None, "{other:?}");
        }
    }

    #[test]
    fn a_logo_is_small_and_keeps_its_proportion() {
        assert_eq!(fitted(1_920, 960), (192, 96));
        assert_eq!(fitted(4_800, 480), (480, 48));
        assert_eq!(fitted(40, 20), (40, 20));
        assert_eq!(fitted(1, 5_000), (1, 96));
    }
}
