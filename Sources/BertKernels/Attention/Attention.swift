/// Scaled dot-product attention of several heads over sequences laid end to end (Vaswani et al., arXiv 1706.03762).
///
/// Legend: `T` tokens in all, `A` heads, `D` values per head, `H = A·D`; n tokens in one sequence.
///
/// Each sequence and head is a job of its own, and no work is spent on padding. Within a job, blocks of queries meet
/// blocks of keys with an online softmax (Milakov and Gimelshein, arXiv 1805.02867; Dao et al., arXiv 2205.14135), so
/// that nothing of size n² is ever held; backward computes the probabilities again from one saved number per row.
package struct Attention: Sendable {
  package let heads: Int
  package let headSize: Int
  /// Factor of the scores.
  package let scale: Float
  /// Whether a token sees only itself and those before it in its sequence.
  package let isCausal: Bool
  let blocks: AttentionBlocks

  /// - Parameter scale: Factor of the scores; 1/√D where none is given.
  package init(heads: Int, headSize: Int, scale: Float? = nil, isCausal: Bool = false) {
    self.init(heads: heads, headSize: headSize, scale: scale, isCausal: isCausal, blocks: .standard)
  }

  init(heads: Int, headSize: Int, scale: Float? = nil, isCausal: Bool = false, blocks: AttentionBlocks) {
    self.heads = heads
    self.headSize = headSize
    self.isCausal = isCausal
    self.blocks = blocks
    self.scale = scale ?? 1 / Float(headSize).squareRoot()
  }

  /// H
  var width: Int { heads * headSize }
}

/// How a job of attention is cut.
struct AttentionBlocks: Sendable {
  /// Queries taken together, a multiple of every tile's rows.
  let queries: Int
  /// Keys taken together, a multiple of every tile's columns: 24 × 256 scores are 24 KiB, half of L1.
  let keys: Int

  static let standard = AttentionBlocks(queries: 24, keys: 256)
}

/// One sequence and one head.
struct AttentionJob {
  let sequence: Int
  /// First token of the sequence, and how many it has.
  let first: Int
  let count: Int
  let head: Int
}

extension Attention {
  /// All jobs, cut into one contiguous run for each thread with about equal sums of n²; one run where that is little
  /// work.
  func jobs(boundaries: [Int], threads: Int) -> [[AttentionJob]] {
    let sequences = boundaries.count - 1
    let costs = (0..<sequences).map { index -> Int in
      let n = boundaries[index + 1] - boundaries[index]
      return n * (n + 16)
    }
    let total = max(1, costs.reduce(0, +) * heads)
    let parts = total * headSize < Compute.smallestShared.products ? 1 : threads
    var lists = Array(repeating: [AttentionJob](), count: parts)
    var cost = 0
    for sequence in 0..<sequences {
      let first = boundaries[sequence], count = boundaries[sequence + 1] - first
      for head in 0..<heads where count > 0 {
        lists[min(parts - 1, cost * parts / total)].append(
          AttentionJob(sequence: sequence, first: first, count: count, head: head))
        cost += costs[sequence]
      }
    }
    return lists
  }
}

/// Cuts one thread's scratch memory into pieces.
struct ScratchCursor {
  private var next: UnsafeMutablePointer<Float>

  init(_ scratch: UnsafeMutablePointer<Float>) { next = scratch }

  /// The next piece, aligned to 16 floats.
  mutating func take(_ count: Int) -> UnsafeMutablePointer<Float> {
    defer { next += Self.rounded(count) }
    return next
  }

  static func rounded(_ count: Int) -> Int { (count + 15) / 16 * 16 }
}
