//! Keys: kept in a file, rotated, forgotten; and what they seal.

use lianqiao::{
    config::Config,
    keys::{KeyFile, Keyring, Sealed},
};
use lianqiao_tests::SeededRandom;
use proptest::prelude::*;

struct Place {
    config: Config,
    random: SeededRandom,
    _directory: tempfile::TempDir,
}

impl Place {
    fn new(seed: u64) -> Self {
        let directory = tempfile::tempdir().unwrap();
        Self { config: Config::embedded(directory.path()).unwrap(), random: SeededRandom::new(seed), _directory: directory }
    }

    fn ring(&self) -> Keyring {
        Keyring::open(&self.config, &self.random).unwrap()
    }

    fn rotate(&self) {
        KeyFile::of(&self.config).rotate(&self.random, "2026-11-23T02:00:00Z".parse().unwrap()).unwrap();
    }
}

#[test]
fn a_file_of_one_secret_from_before_rotation_is_read_as_it_is() {
    let place = Place::new(1);
    let secret = "c2VjcmV0LW9mLWEtc2VydmVyLXRoYXQtcnVucy1zaW5jZS1sb25nLWFnbyE=";
    std::fs::write(place.config.data_dir.join("secret.key"), secret).unwrap();
    let before = place.ring().signing().id.clone();
    place.rotate();
    let after = place.ring();
    assert_ne!(after.signing().id, before);
    assert!(after.find(&before).is_some());
    assert_eq!(after.iter().count(), 2);
}

#[cfg(unix)]
#[test]
fn only_the_owner_reads_the_file() {
    use std::os::unix::fs::PermissionsExt;
    let place = Place::new(2);
    place.ring();
    place.rotate();
    let mode = std::fs::metadata(place.config.data_dir.join("secret.key")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}

#[test]
fn what_was_sealed_opens_after_a_rotation_and_not_when_its_key_is_forgotten() {
    let place = Place::new(3);
    let ring = place.ring();
    let sealed = ring.seal(&place.random, "second-factor", "owner", b"secret").unwrap();
    let old = ring.signing().id.clone();
    place.rotate();
    assert_eq!(place.ring().open_sealed("second-factor", "owner", &sealed).as_deref(), Some(&b"secret"[..]));
    let anew = place.ring().seal(&place.random, "second-factor", "owner", b"secret").unwrap();
    assert_ne!(anew.key_id, sealed.key_id);
    KeyFile::of(&place.config).forget(&place.random, &old).unwrap();
    assert_eq!(place.ring().open_sealed("second-factor", "owner", &sealed), None);
    assert_eq!(place.ring().open_sealed("second-factor", "owner", &anew).as_deref(), Some(&b"secret"[..]));
}

#[test]
fn a_seal_is_for_one_purpose_and_one_owner() {
    let place = Place::new(4);
    let ring = place.ring();
    let sealed = ring.seal(&place.random, "second-factor", "owner", b"secret").unwrap();
    assert_eq!(ring.open_sealed("provider-login", "owner", &sealed), None);
    assert_eq!(ring.open_sealed("second-factor", "another", &sealed), None);
    assert_eq!(ring.open_sealed("second-factor", "owner", &Sealed { key_id: "0123456789ab".to_owned(), ..sealed.clone() }), None);
    for text in [String::new(), "AAAA".to_owned(), "令牌".to_owned(), sealed.text[1..].to_owned()] {
        assert_eq!(ring.open_sealed("second-factor", "owner", &Sealed { text, ..sealed.clone() }), None);
    }
    let twice = ring.seal(&place.random, "second-factor", "owner", b"secret").unwrap();
    assert_ne!(twice.text, sealed.text, "the same secret never looks the same");
}

proptest! {
    #[test]
    fn a_seal_with_one_other_character_does_not_open(position in 0_usize..40, replacement in "[A-Za-z0-9_-]") {
        let place = Place::new(5);
        let ring = place.ring();
        let mut sealed = ring.seal(&place.random, "second-factor", "owner", b"12345678901234567890").unwrap();
        let position = position % sealed.text.len();
        prop_assume!(!sealed.text[position..].starts_with(&replacement));
        sealed.text.replace_range(position..=position, &replacement);
        prop_assert_eq!(ring.open_sealed("second-factor", "owner", &sealed), None);
    }
}
