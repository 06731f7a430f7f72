import BertData
import BertEncoder
import BertInference
import Foundation

/// What a run begins with: the encoder's files, the strategy, and the run's directory with the state of an unfinished
/// run.
struct RunStart<S> {
  let encoder: SharedEncoder
  let strategy: S
  let directory: RunDirectory
  /// What a resumed run must have been started with.
  let identity: RunState.Identity
  /// The state of the unfinished run there.
  let saved: RunState?

  var source: PretrainedModel { encoder.source }

  /// Checks the options against the encoder and locks the run's directory.
  ///
  /// - Parameters:
  ///   - method: The chosen method, never `auto`.
  ///   - encoder: The encoder that other trainings of the run have opened; nil opens it.
  ///   - isDivided: Whether the run has trainings of its own for the parts of its rows.
  ///   - strategy: Makes the strategy for the encoder.
  /// - Throws: `outputTaken`, `outputBusy`; `option`; what opening the model throws; with `resume`, `nothingToResume`,
  ///   `resumeOptionsDiffer`, `resumeInputDiffers`.
  init<Rows: RunInput>(
    _ job: EncoderJob<Rows>, method: TrainingMethod, sharing encoder: SharedEncoder? = nil, isDivided: Bool = false,
    strategy: (EncoderConfiguration) throws(TuningError) -> S
  ) throws(TuningError) {
    try job.options.validate(job.exchange)
    try BundlePlacement.check(destination: job.output)
    try AdapterFiles.check(job, method: method)
    if job.resume, job.selection == nil, SelectionDirectory.holdsRun(for: job.output) {
      // The unfinished run there was started with the method auto.
      throw .resumeOptionsDiffer(path: SelectionDirectory.location(for: job.output).path, names: ["method"])
    }
    if job.resume, !FileManager.default.fileExists(atPath: RunDirectory.location(for: job.output).path) {
      throw .nothingToResume(path: RunDirectory.location(for: job.output).path)
    }
    let shared = if let encoder { encoder } else { try SharedEncoder(at: job.encoder, forSeveral: isDivided) }
    let model = shared.source
    try job.options.validate(layers: model.configuration.layerCount, positions: model.longestSequence)
    self.encoder = shared
    self.strategy = try strategy(model.configuration)
    directory = try RunDirectory(for: job.output, follows: !job.exchange.leads)
    identity = RunState.Identity(options: job.options, data: job.data.digest, encoder: try shared.digest())
    // A new run replaces a state that cannot be resumed.
    saved = job.resume ? try directory.state() : try? directory.state()
    if job.resume { try check(saved, job) }
  }

  private func check<Rows: RunInput>(_ saved: RunState?, _ job: EncoderJob<Rows>) throws(TuningError) {
    let path = directory.url.path
    guard let saved else { throw .nothingToResume(path: path) }
    let differing = job.options.namesDiffering(from: saved.identity.options)
    guard differing.isEmpty else { throw .resumeOptionsDiffer(path: path, names: differing) }
    guard saved.identity.data == identity.data else {
      throw .resumeInputDiffers(path: path, what: "other data, or the same divided otherwise")
    }
    guard saved.identity.encoder == identity.encoder else {
      throw .resumeInputDiffers(path: path, what: "another encoder")
    }
  }

  /// What a person should know before the run.
  ///
  /// - Parameter rows: Warnings about the rows.
  func warnings<Rows>(
    _ job: EncoderJob<Rows>, _ strategy: any Strategy, hasValidation: Bool, rows: [TrainingWarning]
  ) -> [TrainingWarning] {
    var warnings = strategy.warnings + source.warnings.map(TrainingWarning.modelFiles)
    if !hasValidation { warnings.append(.noValidation) }
    warnings += rows
    if let saved, !job.resume {
      warnings.append(
        .unfinishedRun(path: directory.url.path, epoch: saved.epoch + 1, epochs: saved.identity.options.epochs))
    }
    return warnings
  }
}
