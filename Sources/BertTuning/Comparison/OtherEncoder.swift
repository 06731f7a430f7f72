import BertData
public import Foundation

/// Another encoder that the methods of a comparison which have one learn with too, such as one that went on with masked tokens, or a
/// student.
public struct OtherEncoder: Sendable, Equatable {
  /// The name that the person gave for it.
  public let name: String
  /// Its directory.
  public let directory: URL

  /// Puts both together.
  public init(name: String, directory: URL) {
    self.name = name
    self.directory = directory
  }

  /// What its bundles are called behind the method's name: the end of its name, in letters that a directory may have.
  var ending: String {
    let end = name.split(separator: "/").last.map(String.init) ?? name
    return String(end.map { $0.isASCII && ($0.isLetter || $0.isNumber || "._-".contains($0)) ? $0 : "-" })
  }
}

extension ComparedJob {
  /// The same with another encoder; nil for the first.
  func with(_ other: OtherEncoder?) -> ComparedJob {
    guard let other else { return self }
    var job = self
    (job.encoder, job.encoderName) = (other.directory, other.name)
    return job
  }

  /// Checks the other encoders.
  ///
  /// - Throws: `option` without a method that has one, and for two that could not be told apart.
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
