use super::*;

#[test]
fn names_lead_back_to_their_variants() {
    for &source in Source::ALL {
        assert_eq!(Source::from_name(source.name()), Some(source));
    }
    for &field in Field::ALL {
        assert_eq!(Field::from_name(field.name()), Some(field));
    }
    assert_eq!(Source::from_name("somewhere"), None);
}
