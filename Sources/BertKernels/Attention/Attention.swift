import CKernels

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

  /// - Parameter scale: Factor of the scores; 1/√D where none is given.
  package init(heads: Int, headSize: Int, scale: Float? = nil, isCausal: Bool = false) {
    self.heads = heads
    self.headSize = headSize
    self.isCausal = isCausal
    self.scale = scale ?? 1 / Float(headSize).squareRoot()
  }

  /// H
  var width: Int { heads * headSize }
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
  /// All jobs, numbered head by head within each sequence, cut into one range for each thread with about equal sums of
  /// n²; one range where that is little work.
  func jobs(boundaries: [Int], threads: Int) -> [Range<Int>] {
    let sequences = boundaries.count - 1
    func cost(_ sequence: Int) -> Int {
      let n = boundaries[sequence + 1] - boundaries[sequence]
      return n * (n + 16)
    }
    let total = (0..<sequences).reduce(0) { $0 + cost($1) } * heads
    guard threads > 1, total * headSize >= Compute.smallestShared.products else { return [0..<sequences * heads] }
    var ends = Array(repeating: sequences * heads, count: threads)
    var done = 0, part = 0
    for job in 0..<sequences * heads {
      while part < threads - 1, done >= total / threads * (part + 1) {
        ends[part] = job
        part += 1
      }
      done += cost(job / heads)
    }
    return ends.indices.map { ($0 == 0 ? 0 : ends[$0 - 1])..<ends[$0] }
  }

  /// Calls `body` for each job of a range that has tokens.
  @inline(__always)
  func forEachJob(_ jobs: Range<Int>, boundaries: [Int], _ body: (AttentionJob) -> Void) {
    for job in jobs {
      let first = boundaries[job / heads], count = boundaries[job / heads + 1] - first
      if count > 0 {
        body(AttentionJob(sequence: job / heads, first: first, count: count, head: job % heads))
      }
    }
  }
}

extension AttentionJob {
  /// Asks for the next head's columns of every token: they lie beside this head's, but far from one token to the next,
  /// so that the processor does not guess them. Only of short sequences; the work on a long one hides the wait.
  ///
  /// - Parameters:
  ///   - column: Of this head. - width: D.
  func prefetchNext(_ matrix: Matrix, column: Int, width: Int) {
    guard count <= 128, column + 2 * width <= matrix.columns else { return }
    for token in first..<first + count {
      let next = matrix.row(token) + (column + width)
      for line in stride(from: 0, to: width, by: 16) { ck_prefetch(next + line) }
    }
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
