import BertServer
import Testing

/// Who is let in.
struct BearerTokenTests {
  @Test(arguments: [
    ("Bearer abc", true), ("Bearer abd", false), ("Bearer ab", false), ("Bearer abcd", false), ("abc", false),
    ("", false),
    ("bearer abc", false), ("Bearer abc ", false),
  ])
  func onlyTheWholeTokenMatches(header: String, expected: Bool) {
    #expect(BearerToken("abc").matches(header) == expected)
    #expect(!BearerToken("abc").matches(nil))
  }
}
