import Foundation

/// The commands with which a model's directory is tried, over files of its texts.
struct ModelCommand {
  /// A command that ended with another status than 0 where an answer was asked for.
  struct Refusal: Error {
    let outcome: Program.Outcome
  }

  private let path: String
  private let model: ModelDirectory
  private let folder: Folder

  init(path: String, model: ModelDirectory) throws {
    (self.path, self.model) = (path, model)
    folder = try Folder()
    let names = model.labels ?? ["LABEL_0", "LABEL_1"]
    try Self.write(model.texts.map { ["text": $0] }, to: folder, as: "texts.jsonl")
    try Self.write(model.texts.prefix(4).map { ["text": $0] }, to: folder, as: "few.jsonl")
    try Self.write(model.pairs.map { ["text": $0[0], "pair": $0[1]] }, to: folder, as: "pairs.jsonl")
    let repeated = (0..<4).flatMap { _ in model.texts }
    try Self.write(
      repeated.enumerated().map { ["text": $0.element, "label": names[$0.offset % names.count]] }, to: folder,
      as: "labelled.jsonl")
  }

  private static func write(_ rows: [[String: String]], to folder: Folder, as name: String) throws {
    var lines = Data()
    for row in rows { lines += try JSONEncoder().encode(row) + Data("\n".utf8) }
    try folder.write(lines, as: name)
  }

  /// The arguments with which a command that answers, or must refuse, is run.
  func arguments(_ command: String) -> [String] {
    let texts = folder.path("texts.jsonl"), labelled = folder.path("labelled.jsonl"), out = folder.path("out")
    let own =
      switch command {
      case "embed": ["embed", texts, "--model", path, "--out", folder.path("vectors.npy"), "--offline"]
      case "tokenize": ["tokenize", texts, "--model", path, "--offline"]
      case "inspect": ["inspect", path]
      case "evaluate": ["evaluate", path, labelled, "--label-column", "label", "--offline"]
      case "serve": ["serve", path, "--port", "0", "--offline"]
      case "quantize": ["quantize", path, "--out", out, "--data", labelled, "--offline"]
      case "train":
        [
          "train", labelled, "--model", path, "--out", out, "--method", "finetune", "--epochs", "1", "--max-length",
          "32", "--threads", "1", "--offline",
        ]
      default: [command, path, texts, "--offline"]
      }
    return own + (model.arguments?[command] ?? [])
  }

  /// Runs a command to its end; a server that listens is ended.
  func run(_ command: String) throws -> Program.Outcome {
    let running = try Program.start(arguments(command))
    while command == "serve" && running.process.isRunning {
      if running.outputSoFar.hasSuffix("\n") { running.process.terminate() }
      Thread.sleep(forTimeInterval: 0.01)
    }
    return try running.wait()
  }

  /// The rows that `tokenize` or `predict` gives for the texts, or for the pairs.
  func rows<Row: Decodable>(_ command: String, ofPairs: Bool, as row: Row.Type) throws -> [Row] {
    let data = folder.path(ofPairs ? "pairs.jsonl" : "texts.jsonl")
    let own =
      command == "predict"
      ? ["predict", path, data, "--logits", "--threads", "1"] : ["tokenize", data, "--model", path]
    let column = ofPairs ? ["--text-pair-column", "pair"] : []
    let outcome = try Program.run(own + column + ["--offline"] + (model.arguments?[command] ?? []))
    guard outcome.status == 0 else { throw Refusal(outcome: outcome) }
    return try outcome.outputLines.map { try JSONDecoder().decode(row, from: Data($0.utf8)) }
  }

  /// The accuracy that `evaluate` finds on the labelled texts.
  func accuracy() throws -> Double {
    struct Report: Decodable {
      let accuracy: Double
    }
    let outcome = try Program.run(arguments("evaluate") + ["--json", "--quiet", "--threads", "1"])
    guard outcome.status == 0 else { throw Refusal(outcome: outcome) }
    return try JSONDecoder().decode(Report.self, from: Data(outcome.output.utf8)).accuracy
  }

  /// The vectors that `embed` writes for the first texts.
  func vectors() throws -> [[Double]] {
    struct Row: Decodable {
      let embedding: [Double]
    }
    let out = folder.path("vectors.jsonl")
    let outcome = try Program.run(
      ["embed", folder.path("few.jsonl"), "--model", path, "--out", out, "--threads", "1", "--offline"]
        + (model.arguments?["embed"] ?? []))
    guard outcome.status == 0 else { throw Refusal(outcome: outcome) }
    return try String(contentsOfFile: out, encoding: .utf8).split(separator: "\n")
      .map { try JSONDecoder().decode(Row.self, from: Data($0.utf8)).embedding }
  }
}
