public import BertData

extension TrainingOptions {
  /// Checks the options of a run with several questions.
  ///
  /// - Parameter questions: the questions; at least one.
  /// - Throws: ``TuningError/option(name:value:rule:)`` for what several questions do not have, and for weights that do
  ///   not fit their names.
  public func validate(questions: [Question]) throws(TuningError) {
    try Self.check(
      "metric", metric.rawValue, metric == .taskMean,
      "several questions are judged by \(Metric.taskMean.rawValue), the mean of macro F1 of labels and R² of numbers")
    try Self.check(
      "method", method.rawValue, method == .auto || method.learnsInSteps,
      "learns one question; several are learnt by finetune, lora and bitfit")
    if let adaptationNames { try Self.check("adaptation", adaptationNames, false, "is for one question; leave it out") }
    try Self.check(Self.descriptionsName, "", labelDescriptions == nil, "are for one question; leave them out")
    try Self.check("novelty", "", novelty != true, "is for one question; leave it out")
    try refuseStabilityOfOneQuestion("is for one question; leave it out")
    try refuseAugmentation("is for one question; leave it out")
    try refuseSelfTraining("is for one question; leave it out")
    if let precision = abstainPrecision {
      try Self.check("abstain-precision", precision, false, "is for one question of one label a text")
    }
    if case .list = classWeights {
      try Self.check(
        "class-weights", "", false, "with several questions must be 'balanced', which is computed for each")
    }
    func has(_ problem: ProblemType) -> Bool { questions.contains { $0.problem == problem } }
    let hasLabels = has(.singleLabel) || has(.multiLabel)
    try Self.check("calibrate", "", hasLabels || calibrates != true, "is for labels")
    try Self.check("class-weights", "", hasLabels || classWeights == .uniform, "is for labels")
    let rule = "is for questions of one label a text, and none is"
    if let smoothing = labelSmoothing { try Self.check("label-smoothing", smoothing, has(.singleLabel), rule) }
    if let gamma = focalGamma { try Self.check("focal-gamma", gamma, has(.singleLabel), rule) }
    guard let taskWeights else { return }
    let names = questions.map(\.name)
    let shown = taskWeights.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: ",")
    try Self.check(
      "task-weights", shown, Set(taskWeights.keys) == Set(names),
      "must have one weight for each of \(names.joined(separator: ", "))")
    try Self.check(
      "task-weights", shown, taskWeights.values.allSatisfy { $0.isFinite && $0 > 0 }, "must be numbers above 0")
  }
}
