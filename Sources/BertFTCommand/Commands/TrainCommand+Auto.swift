import BertFT

extension TrainCommand {
  /// Trains with the method that trials on the training rows choose.
  ///
  /// - Parameter job: The job with the method `auto`.
  func trainAutomatically(_ job: TrainingJob, _ drawing: TrainingDrawing) throws -> TrainingOutcome {
    var pairs = try training.options(usualMetric: job.options.metric, seed: job.options.seed, method: .setfit)
    pairs.labelDescriptions = job.options.labelDescriptions
    let timeLimit = automatic.time?.seconds
    if let outcome = try skipping(
      drawing.console, { () throws(TuningError) in try job.finished(choosingWith: pairs, timeLimit: timeLimit) })
    {
      return outcome
    }
    let session = try AutomaticSession(job, pairs: pairs, timeLimit: timeLimit)
    return try Interruption.handling {
      try session.run(isCancelled: { Interruption.isRequested }, onEvent: drawing.show)
    }
  }
}
