import BertData
import BertInference

extension TrainingOptions {
  fileprivate static let appendingName = "append-nearest"

  /// Refuses options that cannot be combined with an appended text.
  ///
  /// - Throws: ``TuningError/option(name:value:rule:)``.
  func validateAppending() throws(TuningError) {
    guard let appendNearest else { return }
    func check(_ isValid: Bool, _ rule: String) throws(TuningError) {
      try Self.check(Self.appendingName, appendNearest.rawValue, isValid, rule)
    }
    try check(
      [.features, .setfit].contains(method), "is for the methods features and setfit, not \(method.rawValue)")
    try check(
      longText == .truncate,
      "makes a pair of each text, and a pair is cut at its end: let long texts be truncated")
    try check(labelDescriptions == nil, "cannot be joined with label descriptions, which have no nearest text")
    try check(adaptationNames == nil, "cannot be joined with an adaptation to another domain")
    try check(
      earlyStopping == nil, "cannot be joined with early stopping, whose figure is of a head that sees the text alone")
    try check(
      novelty != true, "cannot be joined with a score of novelty, which is of the text alone")
  }
}

extension TrainingSession {
  /// Refuses to append texts unless the rows are single texts of one label each.
  ///
  /// - Throws: `option`.
  static func validateAppending(_ job: TrainingJob) throws(TuningError) {
    guard let form = job.options.appendNearest else { return }
    func check(_ isValid: Bool, _ rule: String) throws(TuningError) {
      try TrainingOptions.check(TrainingOptions.appendingName, form.rawValue, isValid, rule)
    }
    try check(job.data.problem == .singleLabel, "is for one label a text")
    try check(!job.data.hasPairs, "makes a pair of each text, and the rows are pairs already")
    try check(job.data.unlabelled == nil, "cannot be joined with texts without labels")
  }
}
