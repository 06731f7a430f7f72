import Foundation

extension CrossValidation {
  /// Runs the job once for each part, without the part's rows and to be judged on them. No epoch is chosen: the last one is
  /// kept, as it is for the model of all rows.
  ///
  /// The run of each part lies in the directory of the whole run until that is finished, so that a run which was
  /// interrupted does not begin anew.
  ///
  /// - Parameters:
  ///   - job: The whole run.
  ///   - directory: Its directory.
  ///   - identity: What the run is known by where it can be resumed; nil where it cannot.
  ///   - learn: Runs the job of a part.
  /// - Throws: What a run meets; `interrupted` with the directory of the whole run.
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
    // What is fitted on held rows is fitted on all of them, by the whole run.
    job.options.calibrates = nil
    job.options.abstainPrecision = nil
    job.options.novelty = nil
    return job
  }
}

extension TrainingEvent {
  /// Whether it is told of the run of a part too.
  var concernsParts: Bool {
    switch self {
    case .step, .features, .resumed: true
    default: false
    }
  }
}
