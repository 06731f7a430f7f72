import Foundation
import _TestSupport

/// A model's directory that `Scripts/oracles/model_directories.py` made, and what the reference makes of it.
struct ModelDirectory: Decodable {
  let texts: [String]
  let pairs: [[String]]
  /// Token ids with special tokens.
  let ids: [[Int]]?
  let pairIDs: [[Int]]?
  /// Token types of pairs; nil where the class gives none, which stands for zeros.
  let pairTypes: [[Int]?]?
  let logits: [[Double]]?
  let pairLogits: [[Double]]?
  /// In the order of the logits.
  let labels: [String]?
  /// Of each text, in the order of the outputs, where they are no probabilities of one label.
  let scores: [[Double]]?
  /// The `problem_type` of such a model.
  let problem: String?
  /// The number that each pair gets.
  let pairScores: [Double]?
  /// Of the texts four times, labelled with the labels in turn.
  let accuracy: Double?
  /// Sentence vectors of the first texts.
  let vectors: [[Double]]?
  /// The right answer is an error, from each of `command`, that contains each of `names` (`a|b`: one of both).
  let refuse: Bool?
  let names: [String]?
  let command: [String]?
  let exit: Int32?
  /// A clear refusal is as good as the value.
  let mayRefuse: Bool?
  /// Further arguments of a command.
  let arguments: [String: [String]]?
  /// Words that a command prints when it succeeds.
  let says: [String: [String]]?

  enum CodingKeys: String, CodingKey {
    case texts, pairs, ids, logits, labels, scores, problem, accuracy, vectors, refuse, names, command, exit, arguments,
      says
    case pairIDs = "pair_ids"
    case pairTypes = "pair_types"
    case pairLogits = "pair_logits"
    case pairScores = "pair_scores"
    case mayRefuse = "may_refuse"
  }

  /// All directories, made once: the libraries of the reference take seconds to start.
  private static let folder = Result {
    let folder = try Folder()
    let script = RepositoryRoot.url.appendingPathComponent("Scripts/oracles/model_directories.py")
    _ = try Oracle.run(script: script, arguments: [folder.url.path])
    return folder
  }

  /// The names of all directories; the one name `none` where they could not be made, so that a test fails with the reason.
  static let allNames: [String] = {
    guard Oracle.isAvailable else { return [] }
    let found = try? FileManager.default.contentsOfDirectory(atPath: folder.get().url.path)
    return found.map { $0.sorted() } ?? ["none"]
  }()

  /// The path of a directory.
  static func path(_ name: String) throws -> String { try folder.get().path(name) }

  init(named name: String) throws {
    let file = URL(fileURLWithPath: try Self.path(name)).appendingPathComponent("expected.json")
    self = try JSONDecoder().decode(Self.self, from: Data(contentsOf: file))
  }
}
