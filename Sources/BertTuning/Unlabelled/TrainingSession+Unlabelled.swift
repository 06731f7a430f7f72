import BertData
import BertInference

extension TrainingSession {
  /// Checks that the run can learn from texts without labels, where it has some.
  ///
  /// - Throws: `option`.
  static func validateUnlabelled(_ job: TrainingJob) throws(TuningError) {
    try job.options.validateSelfTaught(hasUnlabelled: job.data.unlabelled != nil)
    guard job.data.unlabelled != nil else {
      return try job.options.refuseSelfTraining("learns from texts without labels, and there are none")
    }
    func check(_ isValid: Bool, _ rule: String) throws(TuningError) {
      try TrainingOptions.check("unlabelled", "", isValid, rule)
    }
    try check(
      job.options.method == .features || job.options.selfTraining != nil,
      "is for the method features, and for finetune with self-training: held-out labelled texts decide whether such "
        + "texts help, and an encoder that is trained has seen the labels of all")
    try job.options.refuseSelfTraining(
      "is decided on validation rows, and none are held out: give some, or a share of the rows that is not cross-validated",
      unless: !job.data.validation.isEmpty)
    try check(job.data.problem == .singleLabel, "is for one label a text")
    try check(
      job.options.labelDescriptions == nil,
      "cannot be joined with label descriptions: whether either helps is told without the other; train a bundle for each"
    )
    try check(job.data.target == nil, "cannot be joined with an adaptation to another domain; train a bundle for each")
  }
}
