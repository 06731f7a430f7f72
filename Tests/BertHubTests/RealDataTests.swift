import BertHub
import BertStorage
import Foundation
import Testing
import _TestSupport

/// The real encoder and corpora, fetched once and held to their pinned hashes.
@Suite struct RealDataTests {
  @Test func `Where CI runs, the real data is there`() {
    let isCI = ProcessInfo.processInfo.environment["CI"] == "true"
    #expect(!isCI || RealData.isAvailable, "the real model and corpora must be reachable or cached")
    #expect(!isCI || RealData.smallModels.allSatisfy(RealData.hasModel), "Scripts/test.sh fetches the small models")
  }

  @Test(.enabled(if: RealData.isAvailable))
  func `The model has the reference's files`() async throws {
    let directory = try await RealData.modelDirectory()
    for file in try #require(ModelCatalogue.entry(named: "all-MiniLM-L6-v2")).files where !file.isOptional {
      let data = try Data(contentsOf: directory.appendingPathComponent(file.path))
      #expect(data.count == file.size)
      #expect(FileDigest.sha256(of: data) == file.sha256)
    }
  }

  @Test(.enabled(if: RealData.isAvailable), arguments: CorpusCatalogue.entries.map(\.name))
  func `A corpus has its rows`(_ name: String) async throws {
    let entry = try #require(CorpusCatalogue.entry(named: name))
    let text = try String(contentsOf: await RealData.corpus(name), encoding: .utf8)
    #expect(text.utf8.count == entry.size)
    if name == "wikitext-2" {
      #expect(text.utf8.count { $0 == UInt8(ascii: "\n") } == entry.rows)
    } else if name != "sms-spam" {
      // None of these texts has a line end inside.
      #expect(text.utf8.count { $0 == UInt8(ascii: "\n") } == entry.rows + 1)
      #expect(text.hasPrefix("text,label\n"))
    }
  }
}
