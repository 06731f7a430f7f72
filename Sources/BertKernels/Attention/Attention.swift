import CKernels

/// Scaled dot-product attention of several heads over concatenated sequences (Vaswani et al., arXiv 1706.03762).
///
/// Legend: `T` tokens in all, `A` heads of queries, `G` heads of keys and values, `D` values per head, `H = A·D`; n
/// tokens in one sequence. A/G neighbouring heads of queries share one head of keys and values: grouped-query attention
/// (Ainslie et al., arXiv 2305.13245).
///
/// Each sequence and head of keys and values is a job of its own, so no work is spent on padding. Within a job, blocks
/// of queries are multiplied by blocks of keys with an online softmax (Milakov and Gimelshein, arXiv 1805.02867; Dao et
/// al., arXiv 2205.14135), so that no matrix of n × n values is stored; backward recomputes the probabilities from the
/// saved log-sum-exp of each row.
package struct Attention: Sendable {
  /// A
  package let heads: Int
  /// G
  package let keyValueHeads: Int
  /// D
  package let headSize: Int
  /// Factor of the scores.
  package let scale: Float
  /// Which tokens of its sequence a token sees.
  package let mask: AttentionMask

  /// - Parameters:
  ///   - heads: A.
  ///   - keyValueHeads: G, a divisor of `heads`; nil for `heads`.
  ///   - headSize: D.
  ///   - scale: Factor of the scores; nil for 1/√D.
  ///   - mask: Which tokens of its sequence a token sees.
  package init(
    heads: Int, keyValueHeads: Int? = nil, headSize: Int, scale: Float? = nil, mask: AttentionMask = .full
  ) {
    let groups = keyValueHeads ?? heads
    precondition(groups > 0 && heads % groups == 0, "\(heads) heads cannot share \(groups) of keys and values")
    if case .window(let radius) = mask { precondition(radius >= 0, "a query sees itself") }
    self.heads = heads
    self.keyValueHeads = groups
    self.headSize = headSize
    self.mask = mask
    self.scale = scale ?? 1 / Float(headSize).squareRoot()
  }

  /// The width of queries, keys and values side by side: (A + 2·G)·D.
  package var projectedWidth: Int { (heads + 2 * keyValueHeads) * headSize }

  /// H
  var width: Int { heads * headSize }

  /// The first column of a job's keys.
  func keyColumn(_ job: AttentionJob) -> Int { (heads + job.keyValueHead) * headSize }
  /// The first column of a job's values.
  func valueColumn(_ job: AttentionJob) -> Int { (heads + keyValueHeads + job.keyValueHead) * headSize }

  /// The heads of queries that share a job's head of keys.
  func heads(of job: AttentionJob) -> Range<Int> {
    let shared = heads / keyValueHeads
    return job.keyValueHead * shared..<(job.keyValueHead + 1) * shared
  }
}

/// One sequence and one head of keys and values, with one of the heads of queries that share it.
struct AttentionJob {
  let sequence: Int
  /// The first token of the sequence.
  let first: Int
  /// n, the tokens of the sequence.
  let count: Int
  let keyValueHead: Int
  /// The head of queries.
  var head: Int
}

extension Attention {
  /// Divides all jobs into `parts` ranges with about equal numbers of scores, or returns one range where that is little
  /// work. Jobs are numbered sequence by sequence, and within each by the head of keys.
  func jobs(boundaries: [Int], parts: Int) -> [Range<Int>] {
    let sequences = boundaries.count - 1
    func cost(_ sequence: Int) -> Int {
      let n = boundaries[sequence + 1] - boundaries[sequence]
      return n * (mask.mostKeys(of: n) + 16) * (heads / keyValueHeads)
    }
    let total = (0..<sequences).reduce(0) { $0 + cost($1) } * keyValueHeads, count = sequences * keyValueHeads
    guard parts > 1, total * headSize >= Compute.smallestShared.products else { return [0..<count] }
    var ends = Array(repeating: count, count: parts)
    var done = 0, part = 0
    for job in 0..<count {
      while part < parts - 1, done >= total / parts * (part + 1) {
        ends[part] = job
        part += 1
      }
      done += cost(job / keyValueHeads)
    }
    return ends.indices.map { ($0 == 0 ? 0 : ends[$0 - 1])..<ends[$0] }
  }

  /// Calls `body` for each job of a range whose sequence has tokens.
  @inline(__always)
  func forEachJob(_ jobs: Range<Int>, boundaries: [Int], _ body: (AttentionJob) -> Void) {
    for job in jobs {
      let sequence = job / keyValueHeads, first = boundaries[sequence], count = boundaries[sequence + 1] - first
      if count > 0 {
        let group = job % keyValueHeads
        body(
          AttentionJob(
            sequence: sequence, first: first, count: count, keyValueHead: group,
            head: group * (heads / keyValueHeads)))
      }
    }
  }
}

extension AttentionJob {
  /// Prefetches the next head's columns of every token. They lie beside this head's, but rows are far from each other,
  /// so the hardware prefetcher does not predict them. Only for short sequences; the work on a long one hides the
  /// latency.
  ///
  /// - Parameters:
  ///   - matrix: `[T, …]`.
  ///   - column: The first column of this head.
  ///   - width: D.
  func prefetchNext(_ matrix: Matrix, column: Int, width: Int) {
    guard count <= 128, column + 2 * width <= matrix.columns else { return }
    for token in first..<first + count {
      let next = matrix.row(token) + (column + width)
      for line in stride(from: 0, to: width, by: 16) { ck_prefetch(next + line) }
    }
  }
}

/// Allocates pieces of one thread's scratch memory, one after the other.
struct ScratchCursor {
  private var next: UnsafeMutablePointer<Float>

  init(_ scratch: UnsafeMutablePointer<Float>) { next = scratch }

  /// The next piece of `count` floats, aligned to 16 floats.
  mutating func take(_ count: Int) -> UnsafeMutablePointer<Float> {
    defer { next += Self.rounded(count) }
    return next
  }

  static func rounded(_ count: Int) -> Int { (count + 15) / 16 * 16 }
}
