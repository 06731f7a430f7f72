import BertFT
import BertStorage
import Foundation

/// A place for results that nobody named.
enum FreePlace {
  private static let most = 999

  /// The first of NAME, NAME-2, NAME-3 … that the results may take; says why NAME is not it.
  ///
  /// - Parameter check: Refuses a place that holds something else.
  /// - Throws: `CommandFailure` where all are taken.
  static func first(
    _ name: String, _ console: Console, _ check: (String) throws(CommandFailure) -> Void
  ) throws(CommandFailure) -> String {
    let refusal: CommandFailure
    do throws(CommandFailure) {
      try check(name)
      return name
    } catch {
      refusal = error
    }
    for number in 2...most {
      let other = "\(name)-\(number)"
      guard (try? check(other)) != nil else { continue }
      let reason = refusal.message.prefix { $0 != "\n" }
      console.note("\(reason); the results go to \(other)")
      return other
    }
    throw refusal
  }

  /// Refuses a place that holds something other than a bundle.
  ///
  /// - Throws: `CommandFailure`.
  static func requireNothingElse(at path: String) throws(CommandFailure) {
    let place = URL(fileURLWithPath: path, isDirectory: true)
    guard FileManager.default.fileExists(atPath: path), !ClassifierBundle.exists(at: place) else { return }
    let names = FileSystem.isDirectory(place) ? try? FileManager.default.contentsOfDirectory(atPath: path) : nil
    if names?.isEmpty != true { throw ReplacedBundle.taken(place, "it is there and no bundle") }
  }
}
