import BertFT
import BertStorage
import Foundation

/// A bundle, or another directory that this program wrote, that lies where a new one is to go.
enum ReplacedBundle {
  /// Refuses to replace a bundle that learnt from other rows, or by another method. A bundle of the same rows and
  /// method may be replaced, whatever the other settings.
  ///
  /// - Parameters:
  ///   - place: The directory of the new bundle.
  ///   - digest: The digest of the new bundle's training rows.
  ///   - hash: The SHA-256 of the data file; nil where there is none.
  ///   - method: The new bundle's method.
  /// - Throws: `CommandFailure`.
  static func check(
    _ place: URL, digest: String, file hash: String?, method: TrainingMethod
  ) throws(CommandFailure) {
    guard ClassifierBundle.exists(at: place) else { return }
    let record = try record(of: place)
    // The same file may be split differently, for example with another seed.
    guard record.data.contentSha256 == digest || (hash != nil && record.data.fileSha256 == hash) else {
      throw taken(place, "it holds a bundle that learnt from other rows")
    }
    // For `auto` the bundle records the method that the trials chose.
    guard record.method == method || (method == .auto && record.selection != nil) else {
      throw taken(place, "it holds a bundle of \(record.method.rawValue), and this is to be one of \(method.rawValue)")
    }
  }

  /// Refuses to replace what was made of another model, or learnt from other texts.
  ///
  /// - Parameters:
  ///   - source: The name of the model that the new one begins with.
  ///   - texts: SHA-256 over the texts.
  /// - Throws: `CommandFailure`.
  static func check(_ place: URL, source: String, texts: String) throws(CommandFailure) {
    let made = EarlierOutput.encoder(source: source, texts: texts)
    guard let found = EarlierOutput(at: place), found != made else { return }
    if found == .bundle, EarlierOutput.encoder(try record(of: place).distillation) == made { return }
    throw taken(place, "it holds \(title(found)) of another making")
  }

  /// Refuses to replace what is not the same model with int8 weights.
  ///
  /// - Parameter record: The model's; nil where it has none.
  /// - Throws: `CommandFailure`.
  static func check(_ place: URL, roundedFrom record: BundleRecord?) throws(CommandFailure) {
    guard let found = EarlierOutput(at: place) else { return }
    if found == .bundle, let record {
      var earlier = try Self.record(of: place)
      if earlier.precision != nil {
        (earlier.precision, earlier.agreement) = (record.precision, record.agreement)
        earlier.formatVersion = record.formatVersion
        if json(earlier) == json(record) { return }
      }
    }
    throw taken(place, "it holds \(title(found)) of another making")
  }

  /// Refuses to replace anything.
  ///
  /// - Throws: `CommandFailure`.
  static func checkNothing(at place: URL) throws(CommandFailure) {
    guard let found = EarlierOutput(at: place) else { return }
    throw taken(place, "it holds \(title(found))")
  }

  /// Why a place is not taken.
  static func taken(_ place: URL, _ reason: String) -> CommandFailure {
    CommandFailure(
      .usage, "\(place.relativePath): \(reason)",
      remedy: "Choose another place with --out, or replace it with --force.")
  }

  private static func record(of place: URL) throws(CommandFailure) -> BundleRecord {
    let file = place.appendingPathComponent(ClassifierBundle.recordName)
    guard let data = try? Data(contentsOf: file), let record = try? JSONDecoder().decode(BundleRecord.self, from: data)
    else { throw taken(place, "it holds a bundle that this program cannot read") }
    return record
  }

  private static func json(_ record: BundleRecord) -> Data? {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    return try? encoder.encode(record)
  }

  private static func title(_ found: EarlierOutput) -> String {
    switch found {
    case .bundle: "a bundle"
    case .encoder: "an encoder"
    case .table: "a table of token vectors"
    case .rounded: "a model with int8 weights"
    }
  }
}
