//! What devices are called.

use lianqiao::identity::rules::device;

#[test]
fn devices_are_called_by_program_and_system_in_words_of_ours() {
    let cases = [
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0",
            Some("Edge, Windows"),
        ),
        (
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 14_5) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15",
            Some("Safari, macOS"),
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/142.0 Mobile/15E148 Safari/604.1",
            Some("Chrome, iOS"),
        ),
        (
            "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0 Mobile Safari/537.36 MicroMessenger/8.0.50",
            Some("WeChat, Android"),
        ),
        ("curl/8.5.0", Some("curl")),
        ("", None),
        ("王芳的手机 13800138000", None),
    ];
    for (sent, wanted) in cases {
        assert_eq!(device(sent).as_deref(), wanted, "{sent}");
    }
    let long = format!("Firefox/1 {}", "x".repeat(100_000));
    assert_eq!(device(&long).as_deref(), Some("Firefox"));
}
