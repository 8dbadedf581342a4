//! A consultant's name, colour and logo for a build: `cargo xtask build --brand FILE`.
//!
//! ```toml
//! name = "青山咨询"
//! colour = "#23587a"
//! logo = "logo.svg"    # beside this file; PNG, JPEG or SVG
//! ```

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use toml::Table;

use crate::name::Site;
use crate::step::StepResult;

/// Bytes of a logo at most: every visitor fetches it.
const LARGEST_LOGO: usize = 200_000;
/// What the page is called where nobody gives it another name.
const OWN_NAME: &str = "掌柜";

/// Whose page is built.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Brand {
    name: String,
    colour: Option<String>,
    /// What the file is called in the site, and what is in it.
    logo: Option<(&'static str, Vec<u8>)>,
}

impl Brand {
    /// Of a file; its paths begin where it lies.
    pub(crate) fn read(file: &Path) -> StepResult<Brand> {
        let shown = file.display();
        let text = fs::read_to_string(file).map_err(|error| format!("{shown}: {error}"))?;
        let folder = file.parent().map(PathBuf::from).unwrap_or_default();
        let open = |path: &str| Ok(fs::read(folder.join(path)).map_err(|error| format!("{path}: {error}"))?);
        Brand::parse(&text, open).map_err(|error| format!("{shown}: {error}").into())
    }

    fn parse(text: &str, open: impl FnOnce(&str) -> StepResult<Vec<u8>>) -> StepResult<Brand> {
        let table: Table = text.parse()?;
        let mut brand = Brand::default();
        let mut open = Some(open);
        for (key, value) in &table {
            let value = value.as_str().ok_or(format!("`{key}` is no text"))?.trim();
            match key.as_str() {
                "name" => value.clone_into(&mut brand.name),
                "colour" => brand.colour = Some(colour(value)?),
                "logo" => {
                    let open = open.take().ok_or("`logo` stands there twice")?;
                    brand.logo = Some(logo(value, open(value)?)?);
                }
                other => return Err(format!("`{other}` is no key of a brand: name, colour, logo").into()),
            }
        }
        if brand.name.is_empty() {
            return Err("a brand needs a `name`".into());
        }
        Ok(brand)
    }

    /// Puts the logo into the site, and says of the brand what the page is to know.
    pub(crate) fn add_to(&self, site: &mut Site) -> Value {
        let logo = self.logo.as_ref().map(|(name, content)| site.add(name, content.clone()));
        json!({ "name": self.name, "colour": self.colour, "logo": logo })
    }

    /// The index, called after the brand until its script has begun, and where it never begins.
    pub(crate) fn name_index(&self, index: &str) -> String {
        let name = self.name.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        index.replace(&format!("<title>{OWN_NAME} "), &format!("<title>{name} "))
    }

    /// The manifest, by which an installed page is called.
    pub(crate) fn name_manifest(&self, manifest: &str) -> StepResult<String> {
        let mut manifest: Value = serde_json::from_str(manifest)?;
        let fields = manifest.as_object_mut().ok_or("the manifest is no object")?;
        for key in ["name", "short_name"] {
            fields.insert(key.to_owned(), json!(self.name));
        }
        Ok(serde_json::to_string_pretty(&manifest)?)
    }
}

fn colour(text: &str) -> StepResult<String> {
    let is_colour = |digits: &str| digits.len() == 6 && digits.bytes().all(|digit| digit.is_ascii_hexdigit());
    if text.strip_prefix('#').is_some_and(is_colour) {
        Ok(text.to_ascii_lowercase())
    } else {
        Err(format!("`{text}` is no colour such as #23587a").into())
    }
}

fn logo(path: &str, content: Vec<u8>) -> StepResult<(&'static str, Vec<u8>)> {
    let name = if content.starts_with(b"\x89PNG\r\n\x1a\n") {
        "logo.png"
    } else if content.starts_with(&[0xff, 0xd8, 0xff]) {
        "logo.jpg"
    } else if content.windows(4).take(1 << 14).any(|part| part == b"<svg") {
        "logo.svg"
    } else {
        return Err(format!("{path} is no PNG, JPEG or SVG").into());
    };
    if content.len() > LARGEST_LOGO {
        return Err(format!(
            "{path} has {} bytes, and every visitor would fetch it: {LARGEST_LOGO} at most",
            content.len()
        )
        .into());
    }
    Ok((name, content))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str, file: &[u8]) -> Result<Brand, String> {
        Brand::parse(text, |_| Ok(file.to_vec())).map_err(|error| error.to_string())
    }

    #[test]
    fn a_brand_has_a_name_and_what_else_it_likes() {
        let all = parse("name = \"青山\"\ncolour = \"#23587A\"\nlogo = \"a.svg\"", b"<svg></svg>").unwrap();
        assert_eq!((all.name.as_str(), all.colour.as_deref()), ("青山", Some("#23587a")));
        assert_eq!(all.logo.as_ref().map(|(name, _)| *name), Some("logo.svg"));
        let mut site = Site::default();
        let facts = all.add_to(&mut site);
        assert!(facts["logo"].as_str().unwrap().starts_with("logo-"));
        assert_eq!(site.paths().collect::<Vec<_>>(), [facts["logo"].as_str().unwrap()]);
        assert_eq!(parse("name = \"A\"", b"").unwrap().add_to(&mut Site::default())["logo"], Value::Null);
    }

    #[test]
    fn what_is_wrong_in_a_brand_is_said() {
        for (text, file, wrong) in [
            ("colour = \"#23587a\"", &b""[..], "needs a `name`"),
            ("name = 3", b"", "no text"),
            ("name = \"A\"\ncolour = \"blue\"", b"", "no colour"),
            ("name = \"A\"\ncolor = \"#23587a\"", b"", "no key"),
            ("name = \"A\"\nlogo = \"a.gif\"", b"GIF89a", "no PNG"),
        ] {
            let error = parse(text, file).unwrap_err();
            assert!(error.contains(wrong), "{error}");
        }
        let large = [&b"\x89PNG\r\n\x1a\n"[..], &vec![0; LARGEST_LOGO]].concat();
        assert!(parse("name = \"A\"\nlogo = \"a.png\"", &large).unwrap_err().contains("every visitor"));
    }

    /// Against the files themselves, so that neither changes its words unseen.
    #[test]
    fn index_and_manifest_are_called_after_the_brand() {
        let brand = Brand { name: "A & <B>\"".to_owned(), ..Brand::default() };
        let www = crate::step::root().join("www");
        let index = brand.name_index(&fs::read_to_string(www.join("index.html")).unwrap());
        assert!(index.contains("<title>A &amp; &lt;B&gt;\" · "), "{index}");
        let manifest = brand.name_manifest(&fs::read_to_string(www.join("manifest.json")).unwrap()).unwrap();
        let manifest: Value = serde_json::from_str(&manifest).unwrap();
        assert_eq!((&manifest["name"], &manifest["short_name"]), (&json!("A & <B>\""), &json!("A & <B>\"")));
        assert_eq!(manifest["icons"].as_array().unwrap().len(), 2);
    }
}
