import BertFT
import BertKernels
import BertStorage

/// How long the stages of a run took.
struct ProfileReport {
  let times: StageTimes
  let threads: Int
  /// Whether the run trains in steps; else a step is a call of the encoder, and times per step are left out.
  let hasSteps: Bool

  /// The report as a table, the stages in their order; those that took no time are left out.
  var lines: [String] {
    var table = Table(["stage", "seconds", "share"] + (hasSteps ? ["ms a step"] : []))
    for stage in stages {
      let seconds = times.seconds(stage)
      table.add(
        [
          (stage.isOfStep || stage == .step ? "  " : "") + words(stage).title, Figures.fixed(seconds, 3),
          share(seconds),
        ]
          + (perStep(stage).map { [Figures.fixed($0 * 1000, 3)] } ?? []))
    }
    table.add(["all", Figures.fixed(times.total, 3), share(times.total)])
    return table.lines + [
      "profile: of "
        + (threads > 1 ? "the calling thread, beside \(Figures.count(threads - 1, "other")); " : "one thread; ")
        + "\(Figures.percent(times.namedShare)) of the time has a name"
        + (hasSteps ? ", over \(Figures.count(times.steps, "step"))" : "")
    ]
  }

  /// The report as one object, for programs.
  var json: JSONValue {
    let stages: [JSONValue] = stages.map { stage in
      [
        "stage": .string(words(stage).name), "seconds": .double(times.seconds(stage)),
        "share": .double(times.total > 0 ? times.seconds(stage) / times.total : 0),
        "seconds_per_step": perStep(stage).map(JSONValue.double) ?? .null,
      ]
    }
    return [
      "seconds": .double(times.total), "threads": .integer(threads),
      "steps": hasSteps ? .integer(times.steps) : .null, "named_share": .double(times.namedShare),
      "stages": .array(stages),
    ]
  }

  private var stages: [Stage] { Stage.allCases.filter { times.seconds($0) > 0 } }

  private func share(_ seconds: Double) -> String { Figures.percent(times.total > 0 ? seconds / times.total : 0) }

  /// Seconds of a stage in one step; nil for a stage outside the steps.
  private func perStep(_ stage: Stage) -> Double? {
    hasSteps && times.steps > 0 && (stage.isOfStep || stage == .step) ? times.seconds(stage) / Double(times.steps) : nil
  }

  private func words(_ stage: Stage) -> (name: String, title: String) {
    switch stage {
    case .reading: ("reading", "reading the data")
    case .opening: ("opening", "opening the model")
    case .hashing: ("hashing", "hashing the weights")
    case .tokenizing: ("tokenizing", "tokenizing")
    case .planning: ("planning", "plan, and speed of the model")
    case .baseline: ("baseline", "simple model beside it")
    case .step: hasSteps ? ("rest_of_steps", "rest of the steps") : ("rest_of_batches", "rest of the batches")
    case .embedding: ("embedding", "embeddings")
    case .packing: ("packing", "packing of factors")
    case .products: ("products", "products")
    case .epilogues: ("epilogues", "bias, GELU, dropout, LayerNorm of products")
    case .attention: ("attention", "attention")
    case .elementwise: ("elementwise", "LayerNorm, GELU, dropout, sums")
    case .head: ("head", hasSteps ? "pooling, head and loss" : "pooling")
    case .gradientNorm: ("gradient_norm", "norm of the gradients")
    case .optimizer: ("optimizer", "optimizer")
    case .waiting: ("waiting", "waiting for other threads")
    case .validation: ("validation", "validation")
    case .checkpoints: ("checkpoints", "checkpoints and best weights")
    case .judging: ("judging", "test rows, calibration")
    case .writing: ("writing", "writing")
    case .readingBack: ("reading_back", "reading back")
    case .report: ("report", "report page")
    case .other: ("other", "other")
    }
  }
}
