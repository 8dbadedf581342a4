//! Whose work a report is: a name, a colour and a logo that a consultant puts at its head.

use std::fmt;

use serde::{Deserialize, Serialize};

/// What of it travels everywhere. A logo does not: no chat carries a link with a picture in it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Brand {
    /// May be empty.
    pub name: String,
    /// Of the band that the name stands on.
    pub colour: Option<Colour>,
}

impl Brand {
    /// Whether there is nothing to be shown.
    pub fn is_empty(&self) -> bool {
        self.name.is_empty() && self.colour.is_none()
    }
}

/// A colour of the screen, as `#23587a` says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Colour {
    red: u8,
    green: u8,
    blue: u8,
}

/// What is written on a colour. Of black and white one always has a contrast of 4.58 at least, and WCAG AA asks for 4.5;
/// no grey would do on every colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ink {
    Black,
    White,
}

impl Colour {
    /// `None` for what is not `#` and six digits.
    pub fn parse(text: &str) -> Option<Colour> {
        let digits = text.strip_prefix('#').filter(|digits| digits.len() == 6 && digits.is_ascii())?;
        if !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
            return None;
        }
        let [_, red, green, blue] = u32::from_str_radix(digits, 16).ok()?.to_be_bytes();
        Some(Colour { red, green, blue })
    }

    /// What is written on it.
    pub fn ink(self) -> Ink {
        // (1.05 / (L + 0.05)) against ((L + 0.05) / 0.05), the contrasts with white and with black.
        let lightness = self.luminance() + 0.05;
        if lightness * lightness > 1.05 * 0.05 { Ink::Black } else { Ink::White }
    }

    /// The contrast of the two, from 1 to 21.
    // Source: W3C, Web Content Accessibility Guidelines 2.2, "contrast ratio", https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio
    pub fn contrast(self, other: Colour) -> f64 {
        let (one, other) = (self.luminance() + 0.05, other.luminance() + 0.05);
        one.max(other) / one.min(other)
    }

    // Source: W3C, Web Content Accessibility Guidelines 2.2, "relative luminance", https://www.w3.org/TR/WCAG22/#dfn-relative-luminance
    fn luminance(self) -> f64 {
        let linear = |channel: u8| {
            let share = f64::from(channel) / 255.0;
            if share <= 0.04045 { share / 12.92 } else { libm::pow((share + 0.055) / 1.055, 2.4) }
        };
        0.2126 * linear(self.red) + 0.7152 * linear(self.green) + 0.0722 * linear(self.blue)
    }
}

impl fmt::Display for Colour {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(to, "#{:02x}{:02x}{:02x}", self.red, self.green, self.blue)
    }
}

/// A small picture, as the address that holds it.
///
/// It is a PNG and nothing else: what the seller gave was drawn by the browser, so that no markup of an SVG is left in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Logo(String);

impl Logo {
    /// Characters of the address at most.
    pub const LONGEST: usize = 200_000;

    const BEGINNING: &str = "data:image/png;base64,";

    /// `None` for what is no PNG in an address, or too long a one.
    pub fn parse(address: &str) -> Option<Logo> {
        let body = address.strip_prefix(Logo::BEGINNING).filter(|_| address.len() <= Logo::LONGEST)?;
        let is_base64 = |letter: u8| letter.is_ascii_alphanumeric() || matches!(letter, b'+' | b'/' | b'=');
        // So begins the signature of every PNG.
        (body.starts_with("iVBORw0KGgo") && body.bytes().all(is_base64)).then(|| Logo(address.to_owned()))
    }

    /// The address.
    pub fn address(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_colour_is_read_as_it_is_written() {
        for text in ["#000000", "#23587a", "#ffffff", "#0a0b0c"] {
            assert_eq!(Colour::parse(text).map(|colour| colour.to_string()).as_deref(), Some(text));
        }
        assert_eq!(Colour::parse("#BF3A1B"), Colour::parse("#bf3a1b"));
        for text in ["", "red", "#fff", "#12345", "#1234567", "#+12345", "#ééé", "23587a", "#23587a;x:y"] {
            assert_eq!(Colour::parse(text), None, "{text}");
        }
    }

    /// Every colour of a fine net, with the contrast as WCAG has it.
    #[test]
    fn what_is_written_on_any_colour_can_be_read() {
        for red in (0..=255).step_by(15) {
            for green in (0..=255).step_by(15) {
                for blue in (0..=255).step_by(15) {
                    let colour = Colour { red, green, blue };
                    let contrast = match colour.ink() {
                        Ink::White => 1.05 / (colour.luminance() + 0.05),
                        Ink::Black => (colour.luminance() + 0.05) / 0.05,
                    };
                    assert!(contrast >= 4.5, "{colour}: {contrast}");
                }
            }
        }
        let ink = |text| Colour::parse(text).map(Colour::ink);
        assert_eq!(ink("#23587a"), Some(Ink::White));
        assert_eq!(ink("#ffd400"), Some(Ink::Black));
        let grey = Colour { red: 119, green: 119, blue: 119 }.luminance();
        assert!((grey - 0.184_475).abs() < 1e-6, "{grey}");
    }

    #[test]
    fn a_logo_is_a_png_in_an_address_and_nothing_else() {
        let png = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUg==";
        assert_eq!(Logo::parse(png).as_ref().map(Logo::address), Some(png));
        let long = format!("{png}{}", "A".repeat(Logo::LONGEST));
        for other in [
            "",
            "data:image/svg+xml;base64,iVBORw0KGgo=",
            "data:image/png;base64,PHN2Zz4=",
            "https://example.org/logo.png",
            "data:image/png;base64,iVBORw0KGgo\" onerror=\"alert(1)",
            &long,
        ] {
            assert_eq!(Logo::parse(other), None, "{}", other.get(..40).unwrap_or(other));
        }
    }
}
