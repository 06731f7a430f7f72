import Foundation

/// How well a search finds the texts that are relevant to a query.
///
/// The figures are those of sentence-transformers' `InformationRetrievalEvaluator`: each is the mean over the queries.
public struct RetrievalMetrics: Sendable, Codable, Equatable {
  /// Queries judged.
  public let queries: Int
  /// Texts that were searched.
  public let texts: Int
  /// The share of a query's relevant texts that is found first.
  public let recallAt1: Double
  /// The share of a query's relevant texts among the first five found.
  public let recallAt5: Double
  /// The share of a query's relevant texts among the first ten found.
  public let recallAt10: Double
  /// One divided by the place of the first relevant text, 0 where it is not among the first ten.
  public let mrrAt10: Double
  /// The normalized discounted cumulative gain of the first ten.
  public let ndcgAt10: Double

  private enum CodingKeys: String, CodingKey {
    case queries, texts
    case recallAt1 = "recall_at_1"
    case recallAt5 = "recall_at_5"
    case recallAt10 = "recall_at_10"
    case mrrAt10 = "mrr_at_10"
    case ndcgAt10 = "ndcg_at_10"
  }

  /// How many places count.
  public static let depth = 10

  /// Judges a search. Without queries all figures are 0.
  ///
  /// - Parameters:
  ///   - found: the texts that were found for each query, the best first; those after the tenth do not count.
  ///   - relevant: the texts that are relevant to each query; at least one.
  ///   - texts: the number of texts that were searched.
  /// - Precondition: as many results as queries.
  public init(found: [[Int]], relevant: [Set<Int>], texts: Int) {
    precondition(found.count == relevant.count, "a result for each query is needed")
    var recall = [1: 0.0, 5: 0.0, 10: 0.0], reciprocal = 0.0, gain = 0.0
    for (texts, wanted) in zip(found, relevant) where !wanted.isEmpty {
      let hits = texts.prefix(Self.depth).map(wanted.contains)
      for depth in recall.keys {
        recall[depth, default: 0] += Double(hits.prefix(depth).count { $0 }) / Double(wanted.count)
      }
      if let first = hits.firstIndex(of: true) { reciprocal += 1 / Double(first + 1) }
      let ideal = Self.gain([Bool](repeating: true, count: min(Self.depth, wanted.count)))
      gain += Self.gain(hits) / ideal
    }
    let count = Double(max(1, found.count))
    queries = found.count
    self.texts = texts
    recallAt1 = recall[1, default: 0] / count
    recallAt5 = recall[5, default: 0] / count
    recallAt10 = recall[10, default: 0] / count
    mrrAt10 = reciprocal / count
    ndcgAt10 = gain / count
  }

  /// Σ 1 / log₂(place + 1) over the places, from 1, of the hits.
  private static func gain(_ hits: [Bool]) -> Double {
    hits.enumerated().reduce(0) { $1.element ? $0 + 1 / log2(Double($1.offset + 2)) : $0 }
  }
}
