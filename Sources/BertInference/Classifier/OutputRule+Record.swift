package import BertData

extension OutputRule {
  /// The rule with the thresholds and the calibration of a bundle's record.
  ///
  /// - Parameters:
  ///   - record: the bundle's record; nil for a directory that is not a bundle.
  ///   - labels: C.
  ///   - path: the file that the error names.
  /// - Throws: `fileMalformed` where the record has thresholds or a calibration for another task, or no thresholds for
  ///   several labels.
  package func with(_ record: BundleRecord?, labels: Int, path: String) throws(InferenceError) -> OutputRule {
    guard let record else { return self }
    return try with(thresholds: record.thresholds, record.calibration, labels: labels, path: path)
  }

  /// The same from the thresholds and the calibration themselves.
  func with(
    thresholds found: [Double]?, _ calibration: Calibration?, labels: Int, path: String
  ) throws(InferenceError) -> OutputRule {
    guard (problem == .multiLabel) == (found != nil), found.map({ $0.count == thresholds.count }) ?? true,
      found?.allSatisfy({ (0...1).contains($0) }) ?? true
    else {
      throw .fileMalformed(
        path: path,
        reason:
          "the thresholds of its record do not fit the problem_type and the labels of config.json; restore the files, "
          + "or train again")
    }
    guard let rule = (found.map(OutputRule.multiLabel) ?? self).calibrated(by: calibration, labels: labels)
    else {
      throw .fileMalformed(
        path: path, reason: "the calibration of its record does not fit its labels; restore the files, or train again")
    }
    return rule
  }
}
