#if os(Linux)
  import Foundation
  import Testing

  /// Libraries that are loaded when they are used: one that is missing ends with 69 and the package's name, and only
  /// where it is used.
  struct LoadedLibraryTests {
    /// An environment in which these libraries cannot be loaded: what lies first in the path is none.
    private func without(_ names: [String], _ folder: Folder) throws -> [String: String] {
      for name in names { try folder.write("no library", as: name) }
      let others = ProcessInfo.processInfo.environment["LD_LIBRARY_PATH"].map { ":" + $0 } ?? ""
      return ["LD_LIBRARY_PATH": folder.url.path + others]
    }

    @Test func databases() throws {
      let folder = try Folder()
      let environment = try without(["libpq.so.5"], folder)
      try folder.write("text\nbook\n", as: "rows.csv")
      let arguments = ["embed", folder.path("rows.csv"), "--model", try Fixture.encoder.get(), "--threads", "1"]
      let stored = try Program.run(
        arguments + ["--postgres", "postgresql://nobody@127.0.0.1:1/none", "--table", "docs"], environment: environment)
      #expect(stored.status == 69, "\(stored)")
      #expect(stored.errors.contains("libpq5"), "\(stored)")
      let written = try Program.run(arguments + ["--out", folder.path("rows.jsonl")], environment: environment)
      #expect(written.status == 0, "\(written)")
    }

    @Test func downloads() throws {
      let folder = try Folder()
      var environment = try without(["libcurl.so.4", "libcurl-gnutls.so.4"], folder)
      environment["HF_ENDPOINT"] = "http://127.0.0.1:1"
      let outcome = try Program.run(["models", "pull", "organisation/name"], environment: environment)
      #expect(outcome.status == 69, "\(outcome)")
      #expect(outcome.errors.contains("libcurl4"), "\(outcome)")
    }
  }
#endif
