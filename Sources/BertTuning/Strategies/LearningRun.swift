import BertKernels
import Foundation

/// What the training loop needs of a run beside the objective.
struct LearningRun {
  let compute: Compute
  /// Tokens that may be computed at once; nil without a memory limit.
  let tokenBudget: Int?
  let directory: RunDirectory
  let checkpointInterval: Double
  let identity: RunState.Identity
  /// The state of an interrupted run to resume.
  let saved: RunState?
  /// The encoder's directory, where the adapter's files were asked for.
  let adapterBase: URL?
  /// The other processes that train the same model, with the same program.
  let exchange: any GradientExchange
  let program: String

  init<Rows: RunInput>(
    _ job: EncoderJob<Rows>, identity: RunState.Identity, directory: RunDirectory, compute: Compute, tokenBudget: Int?,
    saved: RunState?
  ) {
    self.compute = compute
    self.tokenBudget = tokenBudget
    self.directory = directory
    checkpointInterval = job.checkpointInterval
    self.identity = identity
    self.saved = saved
    adapterBase = job.adapterOutput.map { _ in job.encoder }
    exchange = job.exchange
    program = job.program
  }
}
