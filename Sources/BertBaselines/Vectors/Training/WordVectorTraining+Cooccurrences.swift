import BertKernels
import Synchronization

extension WordVectorTraining {
  /// GloVe: counts pairs, then fits the logarithms. Any number of threads gives the same bytes.
  ///
  /// - Returns: nil if `progress` returned false.
  func fitCooccurrences(_ progress: (Progress) -> Bool) -> TrainedWordVectors? {
    let pool = ThreadPool(threads: threads)
    var counts = CooccurrenceBlocks(corpus, window: options.effectiveWindow, pool: pool)
    let step = GlobalVectorStep(
      words: corpus.vocabulary, dimensions: options.dimensions, ceiling: Float(options.ceiling),
      power: Float(options.power), rate: Float(options.effectiveRate), seed: options.seed)
    let groups = CooccurrenceBlocks.groups
    let epochs = options.effectiveEpochs
    let pairs = counts.count
    for epoch in 0..<epochs {
      counts.shuffle(seed: options.seed &+ UInt64(epoch) &* 0x9E37)
      for round in 0..<groups {
        let blocks = counts.blocks
        let next = Atomic<Int>(0)
        pool.run { _ in
          while true {
            let row = next.add(1, ordering: .relaxed).oldValue
            guard row < groups else { return }
            _ = step.train(blocks[row * groups + (row + round) % groups][...])
          }
        }
        let fraction = (Double(epoch) + Double(round + 1) / Double(groups)) / Double(epochs)
        if !progress(Progress(fraction: fraction, trained: Int(fraction * Double(epochs) * Double(pairs)))) {
          return nil
        }
      }
    }
    let rows = (0..<corpus.vocabulary).flatMap { step.vector($0) }
    return TrainedWordVectors(
      dimensions: options.dimensions, subwords: nil, index: corpus.index, rows: rows, origin: origin)
  }
}
