import BertFT
import BertStorage
import Foundation

/// A bundle that is in the place of a new one.
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
    let file = place.appendingPathComponent(ClassifierBundle.recordName)
    guard let data = try? Data(contentsOf: file), let record = try? JSONDecoder().decode(BundleRecord.self, from: data)
    else { throw taken(place, "it holds a bundle that this program cannot read") }
    // The same file may be split differently, for example with another seed.
    guard record.data.contentSha256 == digest || (hash != nil && record.data.fileSha256 == hash) else {
      throw taken(place, "it holds a bundle that learnt from other rows")
    }
    // For `auto` the bundle records the method that the trials chose.
    guard record.method == method || (method == .auto && record.selection != nil) else {
      throw taken(place, "it holds a bundle of \(record.method.rawValue), and this is to be one of \(method.rawValue)")
    }
  }

  private static func taken(_ place: URL, _ reason: String) -> CommandFailure {
    CommandFailure(
      .usage, "\(place.relativePath): \(reason)",
      remedy: "Choose another place with --out, or replace it with --force.")
  }
}
