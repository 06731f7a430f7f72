import BertCheckpoint
import BertEncoder
import BertKernels

/// Saving and restoring: what the adapter moves, both moments of the optimizer, the mean of the weights, and the state.
extension Trainer {
  private static var first: String { "optimizer.first." }
  private static var second: String { "optimizer.second." }

  func saveCheckpoint() throws(TuningError) {
    var tensors = saved.map { $0.source() }
    for (parameter, first, second) in optimizer.state {
      tensors.append(parameter.source(named: Self.first + parameter.name, of: first))
      tensors.append(parameter.source(named: Self.second + parameter.name, of: second))
    }
    tensors += average?.sources ?? []
    // A new name each time: the file that the valid state names is never touched. Without the epoch, the name of the
    // checkpoint before the epoch was judged would be that of the one after it.
    let file = "step-\(state.run)-\(state.epoch)-\(state.step).safetensors"
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
    let checkpoint = try directory.checkpoint(state.tensors)
    try ParameterFile.read(saved, from: checkpoint)
    for (parameter, first, second) in optimizer.state {
      try ParameterFile.read(parameter, Self.first + parameter.name, of: checkpoint, into: first)
      try ParameterFile.read(parameter, Self.second + parameter.name, of: checkpoint, into: second)
    }
    try average?.restore(from: checkpoint)
    optimizer.didRestore(stepCount: state.step)
    model.weightsDidChange()
  }

  /// Puts the weights of the best epoch into the model.
  func restoreBest() throws(TuningError) {
    guard let best = state.best else { return }
    let outer = StageClock.enter(.checkpoints)
    defer { StageClock.leave(to: outer) }
    try ParameterFile.read(saved, from: try directory.checkpoint(best.file))
    model.weightsDidChange()
  }
}
