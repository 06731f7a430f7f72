import BertData
public import Foundation

/// A further encoder of a comparison, such as one adapted by masked tokens or a distilled student. Every method that
/// uses an encoder is trained with it too.
public struct OtherEncoder: Sendable, Equatable {
  /// The name that the user gave for it.
  public let name: String
  /// Its directory.
  public let directory: URL

  /// - Parameters:
  ///   - name: The name that the user gave for it.
  ///   - directory: Its directory.
  public init(name: String, directory: URL) {
    self.name = name
    self.directory = directory
  }

  /// The suffix of its bundles' names: the last component of its name, with other characters than ASCII letters,
  /// digits, `.`, `_` and `-` replaced.
  var ending: String {
    let end = name.split(separator: "/").last.map(String.init) ?? name
    return String(end.map { $0.isASCII && ($0.isLetter || $0.isNumber || "._-".contains($0)) ? $0 : "-" })
  }
}

extension ComparedJob {
  /// The job with another encoder; itself for nil.
  func with(_ other: OtherEncoder?) -> ComparedJob {
    guard let other else { return self }
    var job = self
    (job.encoder, job.encoderName) = (other.directory, other.name)
    return job
  }

  /// Checks the other encoders.
  ///
  /// - Throws: `option` without a method that uses an encoder, and for two encoders whose names end alike.
  func requireOthers() throws(TuningError) {
    guard !others.isEmpty else { return }
    guard methods.contains(where: \.needsEncoder) else {
      throw .option(name: "beside", value: others[0].name, rule: "needs a method with an encoder among those compared")
    }
    var taken: Set<String> = []
    for other in others where other.name == encoderName || !taken.insert(other.ending).inserted {
      throw .option(
        name: "beside", value: other.name, rule: "must name other encoders, each with a name that ends otherwise")
    }
  }
}
