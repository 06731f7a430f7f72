import BertData

extension TrainingSession {
  /// Checks the descriptions of the labels against the rows: one label a text, no pairs, and every label described.
  ///
  /// - Throws: `option`.
  static func validateDescriptions(_ job: TrainingJob) throws(TuningError) {
    guard job.options.labelDescriptions != nil else { return }
    let name = TrainingOptions.descriptionsName, data = job.data
    try TrainingOptions.check(
      name, "", data.problem == .singleLabel, "are for one label a text; leave them out")
    try TrainingOptions.check(
      name, "", !data.hasPairs, "are compared with single texts, and the rows are pairs; leave them out")
    try job.options.validate(descriptionsOf: data.labels)
  }
}
