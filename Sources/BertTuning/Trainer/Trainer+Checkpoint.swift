import BertCheckpoint
import BertEncoder
import BertKernels

/// Saving and restoring: what the adapter moves, both moments of the optimizer, the mean of the weights, and the state.
extension Trainer {
  func saveCheckpoint() throws(TuningError) {
    guard exchange.leads else { return }
    // Behind the last epoch nothing is learnt: the weights of the best one, which lie there already, are all that is
    // needed.
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

  /// Puts model and optimizer where the state stands.
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

  /// Puts the weights of the best epoch into the model, unless it has them: those of the last epoch, where that is the
  /// best.
  func restoreBest() throws(TuningError) {
    // Other ranks need them no more.
    guard exchange.leads, let best = state.best, best.epoch < state.epoch || average != nil else { return }
    let outer = StageClock.enter(.checkpoints)
    defer { StageClock.leave(to: outer) }
    try ParameterFile.read(saved, from: try directory.checkpoint(best.file))
    model.weightsDidChange()
  }
}
