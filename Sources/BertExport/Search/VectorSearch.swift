import BertInference
import BertKernels
import BertStorage
public import Foundation
import Synchronization

/// Exact search in stored vectors: every row is compared with the query.
///
/// The file is memory-mapped: a file that is searched often stays in the system's cache, and several programs share it.
public final class VectorSearch: Sendable {
  /// A row and its score.
  public struct Hit: Sendable, Equatable {
    /// The row's number in the file, from 0 on.
    public let row: Int
    /// The dot product of the query and the row; the cosine where the stored vectors have length 1. For float32 rows
    /// whose length is not recorded as 1, row and query are divided by their lengths.
    public let score: Float
  }

  /// Rows in the file.
  public var count: Int { file.place.rows }
  /// Values of a vector.
  public var dimensions: Int { file.place.dimensions }
  /// The type of a stored value.
  public var element: VectorElement { file.place.element }
  /// The description that is recorded with the vectors; nil where there is none.
  public var description: VectorDescription? { file.description }

  private let file: VectorFile
  private let pool: Mutex<ThreadPool>

  /// Opens a file of vectors.
  ///
  /// - Parameters:
  ///   - url: The file that `bertft embed` or another program wrote.
  ///   - threads: Threads to search with; nil takes all cores. The results do not depend on them.
  /// - Throws: an ``ExportError`` that says what is wrong with the file.
  public init(contentsOf url: URL, threads: Int? = nil) throws(ExportError) {
    try ExportError.translating { () throws(InferenceError) in try Processor.require() }
    file = try VectorFile(url)
    pool = Mutex(ThreadPool(threads: threads ?? ProcessInfo.processInfo.activeProcessorCount))
  }

  /// The rows that are nearest to a query, the nearest first; of equal scores the earlier row first.
  ///
  /// Rows with values that are not finite are never found, so that fewer rows than wanted may be found.
  ///
  /// Bits are first compared by the number of equal ones. Ten times as many rows as wanted, at least a hundred, are
  /// then scored again: with the rows of `fine` where it is given, otherwise by the query's product with the bits as +1
  /// and -1.
  ///
  /// - Parameters:
  ///   - query: A vector of ``dimensions`` values.
  ///   - count: Rows wanted; below 1 none are found.
  ///   - fine: The same rows in float32 or int8.
  /// - Throws: `vectors` where the query or `fine` does not fit, or no row has finite values only.
  public func nearest(
    to query: [Float], count: Int, rescoring fine: VectorSearch? = nil
  ) throws(ExportError) -> [Hit] {
    guard query.count == dimensions else {
      throw .vectors(
        path: file.url.relativePath,
        reason:
          "its vectors have \(Counted(dimensions, "dimension")) and the query has \(query.count); is the model the right one?"
      )
    }
    guard query.allSatisfy(\.isFinite) else {
      throw .vectors(
        path: file.url.relativePath,
        reason: "the query's vector has values that are not finite numbers; is the model damaged?"
      )
    }
    if let fine {
      guard fine.dimensions == dimensions, fine.count == self.count, fine.element != .binary else {
        throw .vectors(
          path: fine.file.url.relativePath, reason: "it must hold the same rows in float32 or int8 to score them again")
      }
    }
    let count = min(count, self.count)
    guard count > 0 else { return [] }
    let isCoarse = element == .binary || fine != nil
    let wanted = min(self.count, isCoarse ? max(100, Self.timesAsMany * count) : count)
    let scan = Self.scan(query, file)
    let found = try pool.withLock { (pool) throws(ExportError) in
      try file.withRows { scan.nearest(in: $0, count: wanted, pool: pool) }
    }
    let hits = try isCoarse ? again(found.map(\.row), query, (fine ?? self).file) : found
    let finite = hits.filter(\.score.isFinite)
    guard !finite.isEmpty else {
      throw .vectors(
        path: (fine ?? self).file.url.relativePath,
        reason: "its rows have values that are not finite numbers; write it again with bertft embed")
    }
    return finite.prefix(count).map { Hit(row: $0.row, score: $0.score) }
  }

  /// Scores rows with the vectors of a file, the nearest first.
  private func again(_ rows: [Int], _ query: [Float], _ fine: VectorFile) throws(ExportError) -> [RowHit] {
    let scan = Self.scan(query, fine)
    let scores = try fine.withRows { scan.scores(of: rows, in: $0) }
    return zip(rows, scores).map { RowHit(row: $0, score: $1) }.filter { !$0.score.isNaN }.sorted { $0.precedes($1) }
  }

  /// The ids and columns of rows: for each the members of a JSON object, the id first, without its braces.
  ///
  /// - Throws: an ``ExportError`` if they are missing or incomplete.
  public func members(of hits: [Hit]) throws(ExportError) -> [String] { try file.members(of: hits.map(\.row)) }

  /// How many times the wanted rows are scored again.
  private static let timesAsMany = 10

  private static func scan(_ query: [Float], _ file: VectorFile) -> VectorScan {
    switch file.place.element {
    case .float32:
      // Vectors of another program may have any length.
      let divides = file.description?.normalized != true
      return .floats(divides ? normalized(query) : query, dividesByLength: divides)
    case .int8:
      let ranges = file.ranges
      return .codes(query, minimum: ranges?.minimum ?? [], steps: ranges?.steps ?? [])
    case .binary: return .bits(query)
    }
  }

  private static func normalized(_ query: [Float]) -> [Float] {
    let length = query.reduce(0) { $0 + $1 * $1 }.squareRoot()
    return length > 0 ? query.map { $0 / length } : query
  }
}
