import Foundation

/// What several tests read and none changes, made once.
enum Fixture {
  static let folder = Result { try Folder() }

  /// The directory of an encoder without a head.
  static let encoder = Result { try TinyModel.write(to: folder.get().url.appendingPathComponent("encoder")) }

  /// A directory with a classifier of three labels, as transformers would write it.
  static let classifier = Result {
    try TinyModel.write(to: folder.get().url.appendingPathComponent("classifier"), labels: ["pos", "neg", "neu"])
  }

  /// A directory with a classifier of tokens, as transformers would write it.
  static let tagger = Result {
    try TinyModel.write(
      to: folder.get().url.appendingPathComponent("tagger"), labels: ["O", "B-PER", "I-PER", "B-LOC", "I-LOC"],
      ofTokens: true)
  }

  /// A data file of 60 reviews.
  static let reviews = Result { try folder.get().write(Reviews.csv(rows: 60), as: "reviews.csv") }

  /// The arguments of a training run that takes a second or two.
  static func training(_ data: String, out: String, epochs: Int = 2) throws -> [String] {
    [
      "train", data, "--model", try encoder.get(), "--method", "finetune", "--epochs", "\(epochs)",
      "--batch-size", "8", "--max-length", "16", "--learning-rate", "1e-3", "--out", out, "--offline",
      // The tests themselves run side by side.
      "--threads", "1",
      // Few rows would be cross-validated: five times the work.
      "--folds", "1",
    ]
  }
}
