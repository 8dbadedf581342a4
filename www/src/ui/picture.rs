//! A part of the page as a PNG, as it stands on the screen.
//!
//! Charts are drawn by the browser from HTML and SVG, so the picture is too: what is on the screen is written down with the
//! style that the browser came to, as an SVG that needs nothing but itself, and drawn on a canvas. Nothing of it asks a
//! network, and as there is no address in it but its own, the browser lets the page have the pixels.

use leptos::prelude::{document, window};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, CssStyleDeclaration, Element, HtmlCanvasElement, HtmlElement, Node};

use super::raster;
use crate::text::format;

/// Around what is drawn, and between its words and the chart, in pixels of the page.
const MARGIN: f64 = 24.0;
/// Pixels of the picture to one of the page: screens are fine, and a chat makes pictures smaller.
const SCALE: f64 = 2.0;
/// Pixels that every browser draws on one canvas.
const MOST_PIXELS: f64 = 16_000_000.0;

const SVG: &str = "http://www.w3.org/2000/svg";
const XHTML: &str = "http://www.w3.org/1999/xhtml";

/// What an element has from the one around it, unless it says otherwise.
const INHERITED: [&str; 15] = [
    "color",
    "font-family",
    "font-size",
    "font-weight",
    "font-style",
    "font-variant-numeric",
    "line-height",
    "letter-spacing",
    "text-align",
    "white-space",
    "overflow-wrap",
    "writing-mode",
    "text-orientation",
    "border-collapse",
    "border-spacing",
];

/// What an element of HTML has for itself, with how its value begins where it says nothing of it.
const OWN: &[(&str, &str)] = &[
    ("display", "block"),
    ("position", "static"),
    ("box-sizing", "content-box"),
    ("left", "auto"),
    ("top", "auto"),
    ("width", "auto"),
    ("height", "auto"),
    ("margin-top", "0px"),
    ("margin-right", "0px"),
    ("margin-bottom", "0px"),
    ("margin-left", "0px"),
    ("padding-top", "0px"),
    ("padding-right", "0px"),
    ("padding-bottom", "0px"),
    ("padding-left", "0px"),
    ("border-top", "0px"),
    ("border-right", "0px"),
    ("border-bottom", "0px"),
    ("border-left", "0px"),
    ("border-radius", "0px"),
    ("background-color", "rgba(0, 0, 0, 0)"),
    ("background-image", "none"),
    ("box-shadow", "none"),
    ("opacity", "1"),
    ("transform", "none"),
    ("z-index", "auto"),
    ("text-overflow", "clip"),
    ("text-decoration-line", "none"),
    ("vertical-align", "baseline"),
    ("table-layout", "auto"),
    ("flex-direction", "row"),
    ("flex-wrap", "nowrap"),
    ("align-items", "normal"),
    ("align-self", "auto"),
    ("justify-content", "normal"),
    ("column-gap", "normal"),
    ("row-gap", "normal"),
    ("grid-template-columns", "none"),
    ("grid-template-rows", "none"),
    ("grid-column-start", "auto"),
    ("grid-column-end", "auto"),
];

/// The same for what is drawn in an SVG.
const DRAWN: &[(&str, &str)] = &[
    ("fill", "rgb(0, 0, 0)"),
    ("stroke", "none"),
    ("stroke-width", "1px"),
    ("stroke-dasharray", "none"),
    ("vector-effect", "none"),
    ("opacity", "1"),
];

/// Where the shapes of an SVG are.
const GEOMETRY: &[&str] =
    &["viewBox", "preserveAspectRatio", "d", "points", "x", "y", "width", "height", "x1", "x2", "y1", "y2"];

/// What stands over the chart in its picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Caption {
    pub(crate) title: String,
    /// Of what the chart is.
    pub(crate) line: String,
}

/// The element as a PNG on white, in the light colours of the page; `None` where the browser will not draw it.
pub(crate) async fn picture(chart: HtmlElement, caption: Caption) -> Option<Blob> {
    let Written { svg, width, height } = in_light_colours(|| written(&chart, &caption))?;
    let address = format!("data:image/svg+xml;charset=utf-8,{}", String::from(js_sys::encode_uri_component(&svg)));
    let image = raster::load(&address).await?;
    let scale = if width * height * SCALE * SCALE > MOST_PIXELS { 1.0 } else { SCALE };
    let (canvas, context) = raster::canvas(format::whole(width * scale), format::whole(height * scale))?;
    let (width, height) = (f64::from(canvas.width()), f64::from(canvas.height()));
    context.set_fill_style_str("#fff");
    context.fill_rect(0.0, 0.0, width, height);
    context.draw_image_with_html_image_element_and_dw_and_dh(&image, 0.0, 0.0, width, height).ok()?;
    png(&canvas).await
}

/// What is drawn, as a PNG; `None` where the browser will not give it away.
async fn png(canvas: &HtmlCanvasElement) -> Option<Blob> {
    let promise = js_sys::Promise::new(&mut |resolve, reject| {
        if canvas.to_blob(&resolve).is_err() {
            reject.call0(&JsValue::UNDEFINED).ok();
        }
    });
    JsFuture::from(promise).await.ok()?.dyn_into().ok()
}

/// What lies behind everything.
const GROUNDS: [&str; 2] = ["--paper", "--sheet"];

/// Paper is white, whatever the screen is. Nobody sees it change: the browser draws again after the task, and by then the
/// theme is what it was.
fn in_light_colours<T>(work: impl FnOnce() -> Option<T>) -> Option<T> {
    const THEME: &str = "data-theme";
    let root = document().document_element()?;
    let root = root.dyn_into::<HtmlElement>().ok()?;
    let before = root.get_attribute(THEME);
    root.set_attribute(THEME, "light").ok()?;
    for ground in GROUNDS {
        root.style().set_property(ground, "#fff").ok()?;
    }
    let done = work();
    for ground in GROUNDS {
        root.style().remove_property(ground).ok()?;
    }
    match before {
        Some(theme) => root.set_attribute(THEME, &theme).ok()?,
        None => root.remove_attribute(THEME).ok()?,
    }
    done
}

/// A picture before it is drawn, and its size in pixels of the page.
struct Written {
    svg: String,
    width: f64,
    height: f64,
}

fn written(chart: &HtmlElement, caption: &Caption) -> Option<Written> {
    let size = chart.get_bounding_client_rect();
    let width = size.width() + hidden_width(chart)?;
    let words = Words::stand(caption, width)?;
    let words_height = words.shown.get_bounding_client_rect().height() + MARGIN;
    let mut writer = Writer { text: String::new(), scrolled: 0 };
    let none = Default::default();
    writer.element(&words.shown, &none);
    writer.text += &format!("<div style=\"height:{MARGIN}px\"></div>");
    writer.element(chart, &none);
    let (width, height) = ((width + 2.0 * MARGIN).ceil(), (size.height() + words_height + 2.0 * MARGIN).ceil());
    let svg = format!(
        "<svg xmlns=\"{SVG}\" width=\"{width}\" height=\"{height}\"><foreignObject width=\"100%\" height=\"100%\">\
         <div xmlns=\"{XHTML}\" style=\"padding:{MARGIN}px\">{}</div></foreignObject></svg>",
        writer.text
    );
    Some(Written { svg, width, height })
}

/// How much of the widest part is scrolled out of sight: in the picture nobody can scroll.
fn hidden_width(chart: &HtmlElement) -> Option<f64> {
    let all = chart.query_selector_all("*").ok()?;
    let elements = (0..all.length()).filter_map(|place| all.get(place)?.dyn_into::<Element>().ok());
    let hidden = elements.chain([chart.clone().into()]).filter(is_scrolled);
    Some(hidden.map(|element| f64::from(element.scroll_width() - element.client_width())).fold(0.0, f64::max))
}

fn is_scrolled(element: &Element) -> bool {
    let overflow = style_of(element).map(|style| value(&style, "overflow-x"));
    element.scroll_width() > element.client_width() && matches!(overflow.as_deref(), Some("auto" | "scroll"))
}

/// Title and line, out of sight in the page for as long as they are measured and copied.
struct Words {
    around: HtmlElement,
    shown: HtmlElement,
}

impl Words {
    fn stand(caption: &Caption, width: f64) -> Option<Words> {
        let element = |name: &str, class: &str| -> Option<HtmlElement> {
            let element: HtmlElement = document().create_element(name).ok()?.dyn_into().ok()?;
            element.set_class_name(class);
            Some(element)
        };
        let (around, shown) = (element("div", "picture-words")?, element("div", "")?);
        around.style().set_property("width", &format!("{width}px")).ok()?;
        for (class, text) in [("picture-title", &caption.title), ("picture-line", &caption.line)] {
            let line = element("p", class)?;
            line.set_text_content(Some(text));
            shown.append_child(&line).ok()?;
        }
        around.append_child(&shown).ok()?;
        document().body()?.append_child(&around).ok()?;
        Some(Words { around, shown })
    }
}

impl Drop for Words {
    fn drop(&mut self) {
        self.around.remove();
    }
}

/// Writes elements as XML with their styles in them.
struct Writer {
    text: String,
    /// By how many pixels what is around is scrolled down.
    scrolled: i32,
}

/// Values of [`INHERITED`], in its order.
type Around = [String; INHERITED.len()];

impl Writer {
    fn node(&mut self, node: &Node, around: &Around) {
        match node.node_type() {
            Node::TEXT_NODE => escape(&node.node_value().unwrap_or_default(), &mut self.text),
            Node::ELEMENT_NODE => {
                if let Some(element) = node.dyn_ref::<Element>() {
                    self.element(element, around);
                }
            }
            _ => {}
        }
    }

    fn element(&mut self, element: &Element, around: &Around) {
        let Some(style) = style_of(element) else { return };
        if is_left_out(element) || value(&style, "display") == "none" {
            return;
        }
        let is_drawn = element.namespace_uri().as_deref() == Some(SVG);
        // With its style in full, a name says nothing more; and a button in a picture is none.
        let name = if is_drawn { element.local_name() } else { "div".to_owned() };
        let is_shape = is_drawn && name != "svg";
        self.text += &format!("<{name}");
        if name == "svg" {
            self.text += &format!(" xmlns=\"{SVG}\"");
        }
        for attribute in GEOMETRY.iter().filter(|_| is_drawn) {
            if let Some(value) = element.get_attribute(attribute) {
                self.attribute(attribute, &value);
            }
        }
        let inherited = if is_shape { around.clone() } else { INHERITED.map(|name| value(&style, name)) };
        let differs = INHERITED.iter().zip(&inherited).zip(around).filter(|((_, now), before)| now != before);
        let mut said: String = differs.map(|((name, value), _)| format!("{name}:{value};")).collect();
        for (name, nothing) in if is_shape { DRAWN } else { OWN } {
            let value = value(&style, name);
            if !value.is_empty() && !value.starts_with(nothing) {
                said += &format!("{name}:{};", if *name == "width" { with_room(&value) } else { value });
            }
        }
        if !is_shape {
            said += Writer::overflow(element, &style);
        }
        if element.local_name() == "button" {
            // What is in a button stands in its middle, which no style says.
            said += "align-content:center;";
        }
        if value(&style, "position") == "sticky" {
            said += &format!("position:relative;top:{}px;", self.scrolled);
        }
        self.attribute("style", &said);
        self.text.push('>');
        let around_it = self.scrolled;
        let is_down = !is_drawn && element.scroll_top() > 0;
        if is_down {
            self.scrolled = element.scroll_top();
            self.text += &format!("<div style=\"position:relative;top:{}px\">", -self.scrolled);
        }
        let children = element.child_nodes();
        for child in (0..children.length()).filter_map(|place| children.get(place)) {
            self.node(&child, &inherited);
        }
        if is_down {
            self.scrolled = around_it;
            self.text += "</div>";
        }
        self.text += &format!("</{name}>");
    }

    /// What is scrolled out of sight to the side is shown; what is below stays below, and what is cut on purpose cut.
    fn overflow(element: &Element, style: &CssStyleDeclaration) -> &'static str {
        match value(style, "overflow-y").as_str() {
            "hidden" => "overflow:hidden;",
            "auto" | "scroll" if element.scroll_height() > element.client_height() => {
                "overflow-x:visible;overflow-y:clip;"
            }
            _ => "overflow:visible;",
        }
    }

    fn attribute(&mut self, name: &str, value: &str) {
        self.text += &format!(" {name}=\"");
        escape(value, &mut self.text);
        self.text.push('"');
    }
}

/// Controls, what is for those who listen, and what follows the pointer.
fn is_left_out(element: &Element) -> bool {
    element.matches("input, select, textarea, title, .opener, button.link, .unseen, .chart-target, .chart-chosen, [role=status], [role=tooltip]")
        .unwrap_or(false)
}

fn style_of(element: &Element) -> Option<CssStyleDeclaration> {
    window().get_computed_style(element).ok()?
}

fn value(style: &CssStyleDeclaration, name: &str) -> String {
    style.get_property_value(name).unwrap_or_default()
}

/// Browsers tell a width to four digits and lay out in sixty-fourths: a word that just fitted would be broken.
fn with_room(width: &str) -> String {
    let pixels = width.strip_suffix("px").and_then(|number| number.parse::<f64>().ok());
    pixels.map_or_else(|| width.to_owned(), |pixels| format!("{}px", pixels + 0.04))
}

/// As XML has it, without the characters that it refuses.
fn escape(text: &str, to: &mut String) {
    for character in text.chars() {
        match character {
            '&' => *to += "&amp;",
            '<' => *to += "&lt;",
            '>' => *to += "&gt;",
            '"' => *to += "&quot;",
            '\t' | '\n' | '\r' => to.push(' '),
            other if other.is_control() || matches!(other, '\u{fffe}' | '\u{ffff}') => {}
            other => to.push(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_of_a_product_ends_the_picture_early() {
        let mut text = String::new();
        escape("</div>\"&\u{1}\u{ffff}\n杯子", &mut text);
        assert_eq!(text, "&lt;/div&gt;&quot;&amp; 杯子");
    }

    #[test]
    fn a_word_that_fits_has_room() {
        assert_eq!(with_room("56.3281px"), "56.3681px");
        assert_eq!(with_room("auto"), "auto");
    }
}
