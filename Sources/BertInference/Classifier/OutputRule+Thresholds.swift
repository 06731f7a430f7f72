package import BertData

extension OutputRule {
  /// The rule with the thresholds that a bundle remembers.
  ///
  /// - Parameters:
  ///   - record: the bundle's; nil for a directory that is none.
  ///   - path: for the error.
  /// - Throws: `fileMalformed` where the record has thresholds for another task, or none for several labels.
  package func with(_ record: BundleRecord?, path: String) throws(InferenceError) -> OutputRule {
    guard let record else { return self }
    let found = record.thresholds
    guard (problem == .multiLabel) == (found != nil), found.map({ $0.count == thresholds.count }) ?? true,
      found?.allSatisfy({ (0...1).contains($0) }) ?? true
    else {
      throw .fileMalformed(
        path: path,
        reason:
          "the thresholds of its record do not fit the problem_type and the labels of config.json; restore the files, "
          + "or train again")
    }
    return found.map(OutputRule.multiLabel) ?? self
  }
}
