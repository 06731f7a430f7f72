public import BertData
public import Foundation

/// From a stream of texts to a file of vectors, in constant memory and in input order.
public struct EmbeddingExport: Sendable {
  /// What is held at a time.
  package struct Window: Sendable {
    /// Rows at the most.
    let rows: Int
    /// Bytes of text at the most; one row may have more.
    let bytes: Int

    package init(rows: Int, bytes: Int) {
      self.rows = rows
      self.bytes = bytes
    }

    package static let standard = Window(rows: 4096, bytes: 4 << 20)
  }

  private let embedder: TextEmbedder
  private let window: Window

  /// An export with vectors of an embedder.
  public init(embedder: TextEmbedder) {
    self.init(embedder: embedder, window: .standard)
  }

  package init(embedder: TextEmbedder, window: Window) {
    self.embedder = embedder
    self.window = window
  }

  /// Reads all rows of a stream and writes their vectors.
  ///
  /// - Parameters:
  ///   - stream: The texts.
  ///   - name: How messages call their source.
  ///   - url: The file. What lies there stays until all vectors are written.
  ///   - isCancelled: Asked before each batch.
  ///   - progress: Rows done and seconds since the start; called after each batch.
  /// - Throws: an ``ExportError``; nothing is left then but what was there before.
  public func run(
    _ stream: inout ExampleStream, name: String, to url: URL, isCancelled: () -> Bool = { false },
    progress: (ExportReport) -> Void = { _ in }
  ) throws(ExportError) -> ExportReport {
    let start = ContinuousClock.now
    var report = ExportReport()
    report.dimensions = embedder.dimensions
    try OutputPlace.check(url)
    var writer = try NPYWriter.begin(at: url.path, dimensions: embedder.dimensions)
    var isDone = false
    while !isDone {
      let rows = try read(&stream, isDone: &isDone)
      if rows.isEmpty { break }
      let before = report
      let vectors = try embedder.embed(rows, isCancelled: isCancelled) { fraction in
        var now = before
        now.rows += Int(fraction * Double(rows.count))
        now.seconds = Self.seconds(since: start)
        progress(now)
      }
      if let bad = vectors.values.firstIndex(where: { !$0.isFinite }) {
        throw .notFinite(row: report.rows + bad / vectors.dimensions + 1)
      }
      try writer.append(vectors.values)
      report.rows += rows.count
      report.tokens += vectors.tokens
      report.truncated += vectors.truncated
    }
    guard report.rows > 0 else { throw .noRows(file: name) }
    try writer.finish()
    report.seconds = Self.seconds(since: start)
    return report
  }

  /// The next window of rows.
  private func read(_ stream: inout ExampleStream, isDone: inout Bool) throws(ExportError) -> [Example] {
    var rows: [Example] = []
    var bytes = 0
    while rows.count < window.rows, bytes < window.bytes {
      let row: Example?
      do {
        row = try stream.next()
      } catch {
        throw .data(error)
      }
      guard let row else {
        isDone = true
        break
      }
      bytes += row.text.utf8.count + (row.pair?.utf8.count ?? 0)
      rows.append(row)
    }
    return rows
  }

  private static func seconds(since start: ContinuousClock.Instant) -> Double {
    let elapsed = (ContinuousClock.now - start).components
    return Double(elapsed.seconds) + Double(elapsed.attoseconds) * 1e-18
  }
}
