import BertData
import BertFeatures

extension TrainingSession {
  /// Checks that an adaptation and the texts of another domain are given together, and fit each other.
  ///
  /// - Throws: `option`, `targetUnfit`, `unlabelledRow`.
  static func validateTransfer(_ job: TrainingJob) throws(TuningError) {
    guard let names = job.options.adaptationNames else {
      try TrainingOptions.check(
        "adaptation", "", job.data.sources.isEmpty, "is missing: the rows are of several sources")
      return try TrainingOptions.check(
        "adaptation", "", job.data.target == nil, "is missing: there are texts of another domain to adapt to")
    }
    func check(_ isValid: Bool, _ rule: String) throws(TuningError) {
      try TrainingOptions.check("adaptation", names, isValid, rule)
    }
    guard let target = job.data.target else {
      return try check(false, "needs texts of the domain that is to be served")
    }
    if let adaptation = job.options.adaptation {
      try check(
        !adaptation.needsLabels || !target.labelled.isEmpty,
        "learns from a few labelled texts of the target too; give some")
      try check(
        adaptation.takesLabels || target.labelled.isEmpty,
        "takes no labelled texts of the target; tradaboost and ensemble do")
      try check(
        adaptation != .ensemble || job.data.sources.count > 1, "weights several sources, and there is one; give more")
    } else if target.isJudged {
      let measures = !target.labelled.isEmpty || target.isTested && !job.data.test.isEmpty
      try check(
        measures || !job.data.validation.isEmpty,
        "is judged on validation rows or on labelled texts of the target, and there are neither: hold rows out for validation, "
          + "without cross-validation, or give labelled texts of the target")
    }
    try check(
      job.options.adaptation == .ensemble || job.data.sources.isEmpty, "is for one source; ensemble is for several")
    try job.data.checkSources()
    for row in target.labelled {
      guard let label = row.label, label >= 0, label < job.data.labels.count else {
        throw .unlabelledRow(line: row.line)
      }
    }
    try target.check(against: job.data.training + job.data.validation)
  }

  /// The adaptation of the run and its effect; nil for a run of one domain.
  func transfer(_ receipt: TransferReceipt?) -> TransferRecord? {
    guard let receipt, let adaptation = options.adaptationNames, let target = job.data.target else { return nil }
    return TransferRecord(adaptation, target, job.data, receipt)
  }
}
