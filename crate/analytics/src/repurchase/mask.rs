//! What may be seen of names, telephone numbers and platforms' keys, and what stands for them.

use siphasher::sip::SipHasher24;
use siphasher::sip128;

/// What may be seen of a name until it is asked for: the first character, of a platform's long key the end too, and of a
/// telephone number what platforms show.
pub fn masked(name: &str) -> String {
    let is_long = name.len() >= 8 && name.is_ascii();
    if is_long && name.bytes().all(|byte| byte.is_ascii_digit()) {
        let ((first, _), (_, last)) = (name.split_at(3), name.split_at(name.len() - 4));
        return format!("{first}****{last}");
    }
    // The end of a platform's key tells customers apart and names nobody.
    let end = if is_long { name.split_at(name.len() - 3).1 } else { "" };
    match name.chars().next() {
        Some(first) => format!("{first}***{end}"),
        None => String::new(),
    }
}

/// What stands for personal texts outside the engine: their keyed hash.
///
/// The page draws the salt and keeps it on its own computer; the command has the one of its settings. Who knows the salt can
/// try all telephone numbers there are. Who does not learns nothing from a hash, not even from that of a number he knows.
// SipHash is made for short texts under a secret key, and costs the engine 1.6 KB; keyed BLAKE3 does the same for 13.3 KB.
#[derive(Clone, Copy, Debug)]
pub(super) struct Hasher(SipHasher24);

impl Hasher {
    /// A salt may be any text, a key is 128 bits.
    pub(super) fn new(salt: &str) -> Hasher {
        let key = sip128::SipHasher24::new().hash(salt.as_bytes());
        Hasher(SipHasher24::new_with_key(&key.as_bytes()))
    }

    /// Sixteen hexadecimal digits.
    pub(super) fn hash(&self, text: &str) -> String {
        format!("{:016x}", self.0.hash(text.as_bytes()))
    }
}

pub(super) fn masked_hint(hint: &str) -> String {
    match hint.split_once(' ') {
        Some((name, place)) if !name.contains('*') => format!("{} {place}", masked(name)),
        _ => hint.to_owned(),
    }
}

pub(super) fn is_mask(key: &str) -> bool {
    key.contains('*') || key.contains("##") || key.contains("$$")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_is_the_salts_and_the_texts() {
        let hash = |salt: &str, text: &str| Hasher::new(salt).hash(text);
        // Both halves computed apart from this code: SipHash-2-4 of 128 bits of the salt under the key of zeros, and that
        // of 64 bits of the number under what came out.
        assert_eq!(hash("zhanggui", "13800138000"), "50ac63b28564bcc6");
        let all = [hash("a", "13800138000"), hash("b", "13800138000"), hash("a", "13800138001"), hash("", "")];
        assert!((0..4).all(|one| (0..one).all(|other| all[one] != all[other])), "{all:?}");
    }
}
