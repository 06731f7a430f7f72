import BertHub
import BertText
import Foundation
import _TestSupport

/// Vocabularies of every kind, trained by the reference tools, and what those make of many texts
/// (Scripts/golden/tokenizer_agreement.py). Made once by the oracle and kept in the cache; nothing of it is committed.
enum TrainedAgreement {
  /// What was made, or why it could not be.
  static let made = Result {
    try make("tokenizer-agreement", ["tokenizer_agreement.py", "tokenizer_training.py", "tokenizer_digest.py"])
  }

  /// Digests by vocabulary and kind of text; `nil` where the reference threw.
  typealias Figures = [String: [String: [String?]]]

  static func figures() throws -> Figures { try readFigures.get() }

  private static let readFigures = Result {
    try JSONDecoder().decode(Figures.self, from: Data(contentsOf: made.get().appendingPathComponent("expected.json")))
  }

  static func tokenizer(_ name: String) throws -> any Tokenizer {
    try TokenizerLoader.load(directory: made.get().appendingPathComponent(name))
  }

  /// The scores of a unigram model by id; `nil` for models of another kind.
  static func unigramScores(_ name: String) throws -> [Double]? {
    let file = try made.get().appendingPathComponent(name).appendingPathComponent("tokenizer.json")
    let document = try JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [String: Any]
    guard let model = document?["model"] as? [String: Any], model["type"] as? String == "Unigram" else { return nil }
    return (model["vocab"] as? [[Any]])?.compactMap { ($0.last as? NSNumber)?.doubleValue }
  }

  /// The hard texts that the script drew.
  static func randomTexts() throws -> [String] { try readRandomTexts.get() }

  private static let readRandomTexts = Result {
    try Data(contentsOf: made.get().appendingPathComponent("random.jsonl")).split(separator: UInt8(ascii: "\n")).map {
      try JSONDecoder().decode(String.self, from: $0)
    }
  }

  static func corpus(_ name: String) throws -> [String] {
    try Data(contentsOf: corpora.appendingPathComponent(name))
      .split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map {
        String(decoding: $0, as: UTF8.self)
      }
  }

  private static var cache: URL {
    HubConfiguration.fromEnvironment(ProcessInfo.processInfo.environment).cacheDirectory
  }

  private static var corpora: URL { cache.appendingPathComponent("corpora") }

  /// What a script makes of the corpora, made once.
  /// - Parameters:
  ///   - name: of the directory in the cache.
  ///   - scripts: of Scripts/golden; the first is run, the others are what it reads.
  static func make(_ name: String, _ scripts: [String]) throws -> URL {
    let scripts = scripts.map { RepositoryRoot.url.appendingPathComponent("Scripts/golden/\($0)") }
    // A change of a script makes everything anew.
    var digest = GoldenFigures.Digest()
    for script in scripts { for byte in try Data(contentsOf: script) { digest.add(Int(byte)) } }
    let directory = cache.appendingPathComponent("\(name)-\(digest.text)")
    guard !FileManager.default.fileExists(atPath: directory.path) else { return directory }
    let aside = cache.appendingPathComponent("\(name).\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: aside, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: aside) }
    _ = try Oracle.run(script: scripts[0], arguments: [corpora.path, aside.path])
    try FileManager.default.moveItem(at: aside, to: directory)
    return directory
  }
}
