import BertFT
import BertStorage
import Foundation

/// A bundle that lies where another is to go.
enum ReplacedBundle {
  /// Refuses to replace a bundle that learnt from other rows, or by another method. One that is made again takes its own
  /// place, whatever the settings.
  ///
  /// - Parameters:
  ///   - digest: Of the rows that the new one learns from.
  ///   - hash: Of the file that they are from.
  ///   - method: By which it learns them.
  /// - Throws: `CommandFailure`.
  static func check(
    _ place: URL, digest: String, file hash: String?, method: TrainingMethod
  ) throws(CommandFailure) {
    guard ClassifierBundle.exists(at: place) else { return }
    let file = place.appendingPathComponent(ClassifierBundle.recordName)
    guard let data = try? Data(contentsOf: file), let record = try? JSONDecoder().decode(BundleRecord.self, from: data)
    else { throw taken(place, "it holds a bundle that this program cannot read") }
    // The same file may be divided otherwise, as by another seed.
    guard record.data.contentSha256 == digest || (hash != nil && record.data.fileSha256 == hash) else {
      throw taken(place, "it holds a bundle that learnt from other rows")
    }
    // The method that trials chose is recorded in the place of `auto`.
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
