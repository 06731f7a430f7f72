import Foundation

extension CrossValidation {
  /// Runs the job once for each part: trained on the other parts, and judged on this one. No epoch is chosen: the last
  /// one is kept, as for the model of all rows.
  ///
  /// The directory of the whole run holds the run of each part until the whole is finished, so that an interrupted run
  /// can be resumed.
  ///
  /// - Parameters:
  ///   - job: The whole run.
  ///   - directory: Its directory.
  ///   - identity: What must be the same to resume the run; nil where it cannot be resumed.
  ///   - onEvent: Receives an event before each part.
  ///   - learn: Runs the job of a part.
  /// - Throws: What `learn` throws; `interrupted` with the directory of the whole run.
  func run<Rows: RunRows>(
    _ job: EncoderJob<Rows>, in directory: RunDirectory, identity: RunState.Identity?,
    onEvent: (TrainingEvent) -> Void, learn: (_ part: EncoderJob<Rows>) throws(TuningError) -> Void
  ) throws(TuningError) where Rows.Row == Row {
    if let identity, !job.resume { try directory.commit(RunState(identity: identity)) }
    for (index, part) in parts.enumerated() {
      onEvent(.fold(index + 1, of: parts.count))
      do {
        try learn(job.learning(part, number: index + 1, in: directory))
      } catch {
        guard case .interrupted = error else { throw error }
        throw .interrupted(checkpoint: identity == nil ? nil : directory.url.path)
      }
    }
  }
}

extension EncoderJob where Rows: RunRows {
  /// The run of a part.
  fileprivate func learning(
    _ part: CrossValidation<Rows.Row>.Part, number: Int, in directory: RunDirectory
  ) throws(TuningError) -> EncoderJob {
    var job = self
    job.data = try data.learning(from: part.training, judging: part.held)
    job.output = directory.url.appendingPathComponent("fold-\(number)")
    job.resume = resume && RunDirectory.holdsRun(for: job.output)
    job.adapterOutput = nil
    // The whole run fits these, on the held-out rows of all parts.
    job.options.calibrates = nil
    job.options.abstainPrecision = nil
    job.options.novelty = nil
    return job
  }
}

extension TrainingEvent {
  /// Whether it is passed on from the run of a part.
  var concernsParts: Bool {
    switch self {
    case .step, .features, .resumed: true
    default: false
    }
  }
}
