import BertCheckpoint
import BertEncoder
import BertKernels

/// Saving and restoring: the parameters that the adapter saves, both moments of the optimizer, the mean of the weights,
/// and the state.
extension Trainer {
  func saveCheckpoint() throws(TuningError) {
    guard exchange.leads else { return }
    // After the last epoch there is no more training, and the weights of the best epoch, which are saved already,
    // suffice.
    if isFinished, let best = state.best {
      state.tensors = best.file
      return try directory.commit(state)
    }
    var tensors = saved.map { $0.source() }
    tensors += optimizer.sources
    tensors += average?.sources ?? []
    let file = state.tensorsName
    if file != state.tensors {
      try directory.write(tensors, to: file)
      state.tensors = file
    }
    try directory.commit(state)
  }

  /// Restores model and optimizer from the checkpoint that the state names.
  ///
  /// - Throws: `checkpoint`, `journalDamaged`, `fileMalformed`.
  func restoreCheckpoint() throws(TuningError) {
    let outer = StageClock.enter(.checkpoints)
    defer { StageClock.leave(to: outer) }
    guard state.step == state.epoch * stepsPerEpoch + state.stepInEpoch, state.stepInEpoch <= stepsPerEpoch else {
      throw directory.damaged
    }
    let checkpoint = try directory.checkpoint(state.tensors)
    try ParameterFile.read(saved, from: checkpoint)
    model.weightsDidChange()
    if isFinished { return }
    try optimizer.restore(from: checkpoint, stepCount: state.step)
    try average?.restore(from: checkpoint)
  }

  /// Puts the weights of the best epoch into the model, unless it has them already, because the last epoch is the best.
  func restoreBest() throws(TuningError) {
    // Other ranks no longer need these weights.
    guard exchange.leads, let best = state.best, best.epoch < state.epoch || average != nil else { return }
    let outer = StageClock.enter(.checkpoints)
    defer { StageClock.leave(to: outer) }
    try ParameterFile.read(saved, from: try directory.checkpoint(best.file))
    model.weightsDidChange()
  }
}
