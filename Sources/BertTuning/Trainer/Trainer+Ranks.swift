import BertEncoder
import BertKernels
import BertStorage
import Foundation

/// What the ranks of a run agree on: all take the same steps with the same bytes, and only the first writes.
extension Trainer {
  /// Steps between two comparisons of the weights.
  private static var comparedSteps: Int { 100 }

  /// Refuses ranks that were not started with the same program, options, data, encoder and state.
  ///
  /// - Throws: `parallel`.
  func requireAgreement() throws(TuningError) {
    guard exchange.ranks > 1 else { return }
    exchange.meet()
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let identity = state.identity
    // The options hold no number of threads, in which ranks may differ.
    let options = (try? encoder.encode(identity.options)) ?? Data()
    let standing = "\(state.tensors) \(state.epoch) \(state.step)"
    try require(.program, Array(program.utf8))
    try require(.options, Array(options))
    try require(.data, Array(identity.data.utf8))
    try require(.encoder, Array(identity.encoder.utf8))
    try require(.state, Array(standing.utf8))
  }

  /// Refuses ranks whose processors compute a different gradient from the first items of an epoch.
  ///
  /// - Throws: `parallel`.
  func requireSameArithmetic(_ items: O.Items) throws(TuningError) {
    guard exchange.ranks > 1, !items.isEmpty else { return }
    let chosen = ArraySlice((0..<min(4, items.count)).map { items[$0] })
    let key = DropoutKey(seed: options.seed, step: UInt64(state.step))
    _ = objective.accumulate(chosen, share: 1, dropout: key, compute)
    let gradient = Self.fingerprint(model.trainable.compactMap(\.gradient))
    model.zeroGradients(compute: compute)
    try require(.arithmetic, gradient)
  }

  /// Whether the run is to end, because any rank is cancelled. Compares the weights of the ranks now and then.
  ///
  /// - Throws: `parallel`.
  func isEnding(_ isCancelled: () -> Bool) throws(TuningError) -> Bool {
    guard exchange.ranks > 1 else { return isCancelled() }
    let isCompared = state.step.isMultiple(of: Self.comparedSteps)
    let all = exchange.gather(
      [isCancelled() ? 1 : 0] + (isCompared ? Self.fingerprint(model.trainable.map(\.value)) : []))
    let differing = all.indices.filter { all[$0].dropFirst() != all[0].dropFirst() }
    guard differing.isEmpty else { throw .parallel(.drifted(step: state.step, ranks: differing)) }
    return all.contains { $0.first == 1 }
  }

  /// The losses of all parts, of which each rank has its own.
  func shared(_ losses: [Double]) -> [Double] {
    guard exchange.ranks > 1 else { return losses }
    let own = options.tree.owned(by: exchange.rank, of: exchange.ranks)
    return exchange.gather(losses[own].flatMap { value in withUnsafeBytes(of: value.bitPattern, Array.init) })
      .flatMap { bytes in
        bytes.withUnsafeBytes { raw in
          (0..<raw.count / 8).map {
            Double(bitPattern: raw.loadUnaligned(fromByteOffset: 8 * $0, as: UInt64.self))
          }
        }
      }
  }

  private func require(_ difference: ParallelError.Difference, _ own: [UInt8]) throws(TuningError) {
    let all = exchange.gather(own), differing = all.indices.filter { all[$0] != all[0] }
    guard differing.isEmpty else { throw .parallel(.ranksDiffer(difference, ranks: differing)) }
  }

  private static func fingerprint(_ matrices: [Matrix]) -> [UInt8] {
    var hash = FNV1a()
    for matrix in matrices {
      for row in 0..<matrix.rows {
        let values = matrix.row(row)
        for column in 0..<matrix.columns { hash.add(values[column].bitPattern) }
      }
    }
    return withUnsafeBytes(of: hash.value, Array.init)
  }
}
