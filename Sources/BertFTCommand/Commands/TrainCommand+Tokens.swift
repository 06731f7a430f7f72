import ArgumentParser
import BertFT
import BertKernels
import Foundation

extension TrainCommand {
  /// Refuses options that do not apply to labels of tokens.
  ///
  /// - Throws: `ValidationError` for the first such option.
  func requireTokenOptions() throws {
    try source.requireTokenOptions()
    let unfit: [(isGiven: Bool, flag: String, remedy: String)] = [
      (training.classWeights != nil, "--class-weights", "every labelled token counts the same"),
      (training.calibrate != nil, "--calibrate", "scores of entities are not calibrated"),
      (training.prompt != nil, "--prompt", "entities are found in the text as it is"),
      (automatic.time != nil, "--time", "labels of tokens are learnt by fine-tuning, without trials"),
      (training.novelty, "--novelty", "scores are of words and not of texts"),
      (training.abstainPrecision != nil, "--abstain-precision", "a text without entities gets none"),
    ]
    try LabelledData.refuseForTokens(unfit)
  }

  /// Trains a conditional random field over the words.
  private func trainField(_ console: Console) throws -> TrainingReport {
    let rows = try source.readTokens(
      test: test, fold: testFold, folds: usedFolds, seed: repetition.seed.seed, console: console)
    try requireOwnPlace(digest: rows.digest, file: rows.fileSHA256, method: .crf)
    return try repeatOverSeeds(console) { seed in
      var job = TokenBaselineJob(data: rows, output: place(seed: seed))
      job.seed = seed
      job.program = "bertft \(Version.current)"
      job.command = TypedCommand.line
      if let outcome = try skipping(console, job.finished) { return outcome }
      let session = try TokenBaselineSession(job)
      for line in session.planLines { console.note(line) }
      for warning in session.warnings { console.warn(warning.description) }
      return try Interruption.handling {
        try session.run(
          progress: { console.progress($0, TrainingMethod.crf.title) }, isCancelled: { Interruption.isRequested })
      }
    }
  }

  /// Trains a classifier of tokens.
  func trainTokens(_ exchange: any GradientExchange, _ console: Console) throws -> TrainingReport {
    let seed = repetition.seed.seed
    FlagUse.warnings(training.uses(model: model.named), methods: [training.method]).forEach(console.warn)
    var options = try training.tokenOptions(seed: seed)
    try adapting.apply(to: &options)
    options.stability = stability.options
    options.augmentation = try augmentation.options
    options.parts = parallel.parts
    // Before anything is read or fetched: a mistyped number should not cost a download.
    try options.validate(hasValidation: source.hasValidation)
    try options.validateForTokens()
    if training.method == .crf { return try trainField(console) }
    let rows = try StageClock.time(.reading) {
      try source.readTokens(test: test, fold: testFold, folds: usedFolds, seed: seed, console: console)
    }
    try requireOwnPlace(digest: rows.digest, file: rows.fileSHA256, method: options.method)
    training.passes.choosePasses(&options, rows: rows.training.count)
    let encoder = try StageClock.time(.opening) { try model.directory(console: console) }
    return try repeatOverSeeds(console) { seed in
      let job = job(encoder, rows, options, seed: seed, exchange)
      if let outcome = try skipping(console, job.finished) { return outcome }
      let drawing = TrainingDrawing(console: console, hint: hint(console, seed: seed))
      return try Interruption.handling {
        try TokenTrainingSession(job).run(isCancelled: { Interruption.isRequested }, onEvent: drawing.show)
      }
    }
  }
}
