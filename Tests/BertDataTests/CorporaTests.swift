import BertData
import Foundation
import Testing
import _TestSupport

/// The files that people will try first.
struct CorporaTests {
  @Test func theSampleIsBalancedAndWithoutDuplicates() throws {
    let url = RepositoryRoot.url.appendingPathComponent("corpora/first-reviews.csv")
    let labels = try LabelSet(parsing: "pos,neg,neu")
    let data = try DatasetReader.read(.file(url), options: .init(labels: labels))
    #expect(data.countPerLabel == [100, 100, 100])
    #expect(Set(data.examples.map { Array($0.text.utf8) }).count == 300)
    #expect(data.examples.allSatisfy { $0.text.utf8.count >= 15 && $0.text.utf8.count <= 160 })
  }

  /// Counts as the corpora's publishers state them.
  @Test(.enabled(if: RealData.isAvailable, "needs the fetched corpora"))
  func realCorporaAreReadWhole() async throws {
    let spam = try DatasetReader.read(
      .file(try await RealData.corpus("sms-spam")), options: .init(labels: try LabelSet(parsing: "ham=0,spam=1")))
    #expect(spam.countPerLabel == [4837 - 638, 638])
    for (name, rows) in [("amazon-reviews", 3708), ("movie-reviews", 10605), ("tweets", 4200), ("news", 5190)] {
      let options = ReadingOptions(labels: try LabelSet(parsing: "pos,neg,neu"))
      let data = try DatasetReader.read(.file(try await RealData.corpus(name)), options: options)
      #expect(data.examples.count == rows)
      #expect(data.countPerLabel.allSatisfy { $0 > 0 })
    }
  }
}
