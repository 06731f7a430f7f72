import BertData
import BertInference

extension TrainingOptions {
  /// Checks the options of a run that learns labels of tokens.
  ///
  /// - Throws: ``TuningError/option(name:value:rule:)`` for a method, a metric or a policy that is for labels of texts,
  ///   and for what is not done with labels of tokens.
  public func validateForTokens() throws(TuningError) {
    try Self.check(
      "method", method.rawValue, method == .auto || method == .crf || method.learnsInSteps,
      "learns labels of texts; finetune, lora, bitfit and crf learn labels of tokens")
    let names = EntityMetrics.metrics.map(\.rawValue).joined(separator: ", ")
    try Self.check("metric", metric.rawValue, EntityMetrics.metrics.contains(metric), "entities are judged by \(names)")
    try Self.check(
      "long-text", longText.rawValue, longText != .headTail,
      "leaves out the middle of a text with its tags; labels of tokens take windows, or truncate")
    try Self.check("class-weights", "", classWeights == .uniform, "are for labels of texts; leave them out")
    try Self.check("calibrate", "", calibrates != true, "is for labels of texts; leave it out")
    try Self.check("task-weights", "", taskWeights == nil, "are for several questions about a text; leave them out")
    try validateStabilityForTokens()
    try refuseAugmentation("is for labels of texts; leave it out")
    try refuseSelfTraining("is for labels of texts; leave it out")
    if let prompt {
      try Self.check("prompt", prompt, false, "is for labels of texts; leave it out")
    }
    if let adaptationNames {
      try Self.check("adaptation", adaptationNames, false, "is for labels of texts; leave it out")
    }
    try Self.check(Self.descriptionsName, "", labelDescriptions == nil, "are for labels of texts; leave them out")
    try Self.check("novelty", "", novelty != true, "is for labels of texts; leave it out")
    try Self.check("layer", "", layer == nil, "is for labels of texts; leave it out")
    try Self.check("append-nearest", "", appendNearest == nil, "is for labels of texts; leave it out")
    if let precision = abstainPrecision {
      try Self.check("abstain-precision", precision, false, "is for labels of texts; leave it out")
    }
  }
}
