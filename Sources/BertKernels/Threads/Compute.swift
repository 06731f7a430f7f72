/// The resources of a computation: threads, memory for one step, and scratch memory for each thread.
///
/// Only one computation may use it at a time; concurrent computations need one each.
package final class Compute: @unchecked Sendable {
  package let pool: ThreadPool
  package let arena: Arena
  let blocks: BlockSizes
  package let kernel: TileKernel
  package let quantizedKernel: QuantizedKernel
  /// The format of the factors of all products of floats.
  package let factors: FactorFormat
  /// The kernel of products of floats in that format.
  let products: any BlockKernel
  /// The kernel of products of factors rounded to bfloat16, used where ``factors`` says so.
  package let bfloat16Kernel: BFloat16Kernel
  private var scratch: [Storage]
  private var scratchAllocations = 0
  /// A computation of one thread for each thread, created when first needed; see ``forEachPiece(_:products:_:)``.
  var lanes: [Compute] = []
  /// The computation with the other format of factors; see ``computing(in:)``.
  var sibling: Compute?

  /// - Parameters:
  ///   - threads: The number of threads, with the calling one. The results do not depend on it.
  ///   - kernel: One of ``TileKernel/available``. The results do not depend on it.
  ///   - quantizedKernel: One of ``QuantizedKernel/available``. The results do not depend on it.
  ///   - blocks: The block sizes of products. The results do not depend on them.
  ///   - factors: The format of the factors of products of floats.
  ///   - bfloat16Kernel: One of ``BFloat16Kernel/available``, on which the results depend where factors are rounded.
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

  /// A computation with another format of factors on the same threads and arena.
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

  /// A computation of one thread whose results have the same bytes.
  func lane() -> Compute {
    Compute(
      threads: 1, kernel: kernel, quantizedKernel: quantizedKernel, blocks: blocks, factors: factors,
      bfloat16Kernel: bfloat16Kernel)
  }

  /// The number of allocations so far; constant in steady state.
  package var allocations: Int {
    scratchAllocations + arena.allocations + lanes.reduce(0) { $0 + $1.allocations }
  }

  /// Gives each thread at least `count` floats of scratch memory. To be called before a region, not within.
  func reserveScratch(_ count: Int) {
    for index in scratch.indices where scratch[index].count < count {
      scratch[index] = Storage(count: count, zeroed: false)
      scratchAllocations += 1
    }
  }

  /// The scratch memory of one part of a region; contents unspecified.
  func scratch(of part: Int) -> UnsafeMutablePointer<Float> { scratch[part].base }

  /// The multiply-adds, or elements, below which a second thread costs more than it saves: a region takes a microsecond
  /// when the workers spin, and far longer when other programs occupy the cores.
  static var smallestShared: (products: Int, elements: Int) { (1 << 20, 1 << 15) }

  /// Runs `body` for each of `count` parts in parallel.
  ///
  /// - Parameter count: 1, or the number of threads.
  func forParts(_ count: Int, _ body: (Int) -> Void) {
    if count == 1 { body(0) } else { pool.run(body) }
  }

  /// The greatest number of pieces in one thread's share. Several let other threads take some of them.
  static let piecesInShare = 4

  /// Runs `body` on contiguous ranges of `0..<count`, several for each thread, or on the whole where it is little work.
  /// The indices must be computed independently of each other, so that the partition does not change the result.
  ///
  /// - Parameters:
  ///   - count: The number of indices, such as rows.
  ///   - width: The number of elements of one index, such as columns.
  ///   - multiple: Each range begins at a multiple of it.
  ///   - body: Computes the indices of a range.
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
