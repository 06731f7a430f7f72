import BertFT
import Foundation
import Testing
import _TestSupport

/// The README's library example, compiled here and compared with what stands there.
struct ReadmeTests {
  /// Never called: training takes minutes. That it compiles is what counts.
  func example() async throws {
    // README begins
    let hub = Hub()
    let file = try await hub.corpus("amazon-reviews")
    let labels = try LabelSet(parsing: "pos,neg,neu")
    let reviews = try DatasetReader.read(.file(file), options: ReadingOptions(labels: labels))
    let data = try TrainingData(splitting: reviews.examples, labels: labels, validationFraction: 0.1, seed: 42)
    let bundle = URL(fileURLWithPath: "reviews-bertft")
    let job = TrainingJob(
      encoder: try await hub.model("all-MiniLM-L6-v2"), encoderName: "all-MiniLM-L6-v2", data: data,
      options: TrainingOptions(), output: bundle)
    _ = try AutomaticSession(job).run()
    let classifier = try TextClassifier(contentsOf: bundle)
    print(try classifier.predict(["A lovely screen."])[0].label)
    // README ends
  }

  @Test func exampleIsTheReadmes() throws {
    let readme = try String(contentsOf: RepositoryRoot.url.appendingPathComponent("README.md"), encoding: .utf8)
    let source = try String(contentsOf: URL(fileURLWithPath: #filePath), encoding: .utf8)
    func lines(of text: String, after begin: String, before end: String) -> [String] {
      text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        .drop { !$0.contains(begin) }.dropFirst().prefix { !$0.contains(end) }.map { $0 }
    }
    let shown = lines(of: readme, after: "```swift", before: "```")
    let compiled = lines(of: source, after: "// README begins", before: "// README ends").map {
      String($0.dropFirst(4))
    }
    #expect(!compiled.isEmpty)
    #expect(shown == ["import BertFT", "import Foundation", ""] + compiled)
  }
}
