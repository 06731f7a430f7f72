public import BertEncoder

/// What `--method lora` adds to the encoder: ΔW = α/r · B·A beside each target.
public struct LoRAOptions: Sendable, Codable, Equatable {
  /// r, the rank of an update.
  public var rank: Int
  /// α; an update is scaled by α/r.
  public var alpha: Double
  /// The weights with an update. Updating only query and value learns less than updating all.
  public var targets: [LayerWeight]

  /// Takes the default of each value that is not given.
  public init(rank: Int = 8, alpha: Double = 16, targets: [LayerWeight] = LayerWeight.allCases) {
    self.rank = rank
    self.alpha = alpha
    self.targets = targets
  }

  /// Reads the value of `--lora-targets`: `all`, `attention`, or names such as `q,v`.
  ///
  /// - Throws: `option`.
  public static func targets(parsing text: String) throws(TuningError) -> [LayerWeight] {
    switch text {
    case "all": return LayerWeight.allCases
    case "attention": return LayerWeight.attention
    default:
      var chosen: Set<LayerWeight> = []
      for name in text.split(separator: ",", omittingEmptySubsequences: false) {
        guard let weight = LayerWeight(rawValue: String(name)) else {
          throw .option(
            name: "lora-targets", value: text,
            rule: "must be all, attention, or some of q, k, v, o, up and down with commas")
        }
        chosen.insert(weight)
      }
      return LayerWeight.allCases.filter(chosen.contains)
    }
  }

  /// Checks what can be checked without the encoder.
  ///
  /// - Throws: `option`.
  func validate() throws(TuningError) {
    try TrainingOptions.check("lora-rank", rank, rank >= 1, "must be at least 1")
    try TrainingOptions.check("lora-alpha", alpha, alpha.isFinite && alpha > 0, "must be above 0")
    try TrainingOptions.check("lora-targets", "", !targets.isEmpty, "must name a weight")
  }

  /// Checks the rest against the encoder.
  ///
  /// - Throws: `option`.
  func validate(_ configuration: EncoderConfiguration) throws(TuningError) {
    let width = min(configuration.hiddenSize, configuration.intermediateSize)
    try TrainingOptions.check(
      "lora-rank", rank, rank <= width, "this encoder's matrices have a rank of at most \(width)")
    if let obstacle = configuration.obstacle(toUpdating: Set(targets)) {
      throw .option(name: "lora-targets", value: targets.map(\.rawValue).joined(separator: ","), rule: obstacle)
    }
  }
}
