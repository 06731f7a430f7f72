import BertHub
import BertStorage
import Testing

/// What users of the library are told where a model cannot be had, and what is printed on the command line.
@Suite struct HubWordingTests {
  @Test func `Both ways that failed are told in both wordings`() {
    let error = HubError(.notFound, "m", alternative: "other: \(option: "offline") is set")
    #expect(
      error.message == """
        m: there is nothing at this address (404); check the name and the revision
        the other source failed too: other: the option offline is set
        """)
    #expect(
      error.wording.commandLine == """
        m: there is nothing at this address (404); check the name and the revision
        the other source failed too: other: --offline is set
        """)
    #expect(error.alternative == "other: the option offline is set")
  }

  @Test func `Without a connection the remedy is to allow one`() {
    let error = HubError(.offline, "m"),
      start = "m: this is not in the cache, and downloads are forbidden; pull it once "
    #expect(error.message == start + "where downloads are allowed")
    #expect(error.wording.commandLine == start + "without --offline")
  }
}
