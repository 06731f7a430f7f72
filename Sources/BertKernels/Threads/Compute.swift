/// What a computation runs on: threads, memory for one step, and scratch memory for each thread.
///
/// One computation at a time; a program that wants two at once makes two.
package final class Compute: @unchecked Sendable {
  package let pool: ThreadPool
  package let arena: Arena
  let blocks: BlockSizes
  package let kernel: TileKernel
  package let quantizedKernel: QuantizedKernel
  /// In what form the factors of all products of floats are multiplied.
  package let factors: FactorFormat
  /// What multiplies them.
  let products: any BlockKernel
  /// What multiplies rounded factors, where they are.
  package let bfloat16Kernel: BFloat16Kernel
  private var scratch: [Storage]
  private var scratchAllocations = 0
  /// One for each thread, made when first needed; see ``forEachPiece(_:products:_:)``.
  var lanes: [Compute] = []
  /// The one of the other format; see ``computing(in:)``.
  var sibling: Compute?

  /// - Parameters:
  ///   - threads: Threads in all. - kernel: One of ``TileKernel/available``. - quantizedKernel: One of
  ///     ``QuantizedKernel/available``. - blocks: How products are cut. The results depend on none of them.
  ///   - factors: In what form factors of floats are multiplied. - bfloat16Kernel: One of ``BFloat16Kernel/available``, on
  ///     which the results depend where factors are rounded.
  package init(
    threads: Int, kernel: TileKernel = TileKernel.available[0],
    quantizedKernel: QuantizedKernel = QuantizedKernel.available[0], blocks: BlockSizes = .standard,
    factors: FactorFormat = .float32, bfloat16Kernel: BFloat16Kernel = BFloat16Kernel.available[0]
  ) {
    self.kernel = kernel
    self.quantizedKernel = quantizedKernel
    self.factors = factors
    self.bfloat16Kernel = bfloat16Kernel
    products = factors == .float32 ? kernel : bfloat16Kernel.blockKernel(kernel)
    pool = ThreadPool(threads: threads)
    arena = Arena()
    self.blocks = blocks
    scratch = (0..<pool.threads).map { _ in Storage(count: 1) }
  }

  /// Another format of factors on the same threads and arena.
  init(sharing other: Compute, factors: FactorFormat) {
    kernel = other.kernel
    quantizedKernel = other.quantizedKernel
    self.factors = factors
    bfloat16Kernel = other.bfloat16Kernel
    products = factors == .float32 ? kernel : bfloat16Kernel.blockKernel(kernel)
    pool = other.pool
    arena = other.arena
    blocks = other.blocks
    scratch = (0..<pool.threads).map { _ in Storage(count: 1) }
  }

  package var threads: Int { pool.threads }

  /// A computation of one thread that gives the same bytes.
  func lane() -> Compute {
    Compute(
      threads: 1, kernel: kernel, quantizedKernel: quantizedKernel, blocks: blocks, factors: factors,
      bfloat16Kernel: bfloat16Kernel)
  }

  /// How often memory was asked of the system so far; in steady state it stays what it is.
  package var allocations: Int {
    scratchAllocations + arena.allocations + lanes.reduce(0) { $0 + $1.allocations }
  }

  /// Makes sure that each thread has `count` floats of scratch memory. Call before a region, not within.
  func reserveScratch(_ count: Int) {
    for index in scratch.indices where scratch[index].count < count {
      scratch[index] = Storage(count: count, zeroed: false)
      scratchAllocations += 1
    }
  }

  /// The scratch memory of one part of a region; contents unspecified.
  func scratch(of part: Int) -> UnsafeMutablePointer<Float> { scratch[part].base }

  /// Multiply-adds, or elements passed over, below which a second thread costs more than it takes off: a region takes a
  /// microsecond when the workers spin, and far more when other programs hold the cores.
  static var smallestShared: (products: Int, elements: Int) { (1 << 20, 1 << 15) }

  /// Runs `body` for each of `count` parts at the same time; there are as many as threads, or one.
  func forParts(_ count: Int, _ body: (Int) -> Void) {
    if count == 1 { body(0) } else { pool.run(body) }
  }

  /// Pieces that a thread's share is cut into at the most, so that others can help with it.
  static let piecesInShare = 4

  /// Runs `body` on contiguous parts of `0..<count`, several for each thread, or on all of it where that is little work. Use
  /// where each index is computed by itself, so that the partition cannot show in the result.
  ///
  /// - Parameter width: Elements that one index passes over.
  package func forRanges(_ count: Int, width: Int, multipleOf multiple: Int = 1, _ body: (Range<Int>) -> Void) {
    guard count > multiple, threads > 1, count * width >= Self.smallestShared.elements else {
      if count > 0 { body(0..<count) }
      return
    }
    let inShare = min(Self.piecesInShare, max(1, count * width / (threads * Self.smallestShared.elements)))
    let pieces = threads * inShare
    pool.share(pieces) { piece, _ in
      let range = partition(count, parts: pieces, index: piece, multipleOf: multiple)
      if !range.isEmpty { body(range) }
    }
  }
}
