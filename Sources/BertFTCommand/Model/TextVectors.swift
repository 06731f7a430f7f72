import BertFT
import BertKernels

/// Encodes texts into a matrix, for the commands that compare or group rows.
enum TextVectors {
  /// How many texts are encoded at a time.
  private static let window = 4096

  /// Encodes texts, and notes how many vectors came from the cache and how many texts were cut.
  ///
  /// - Parameters:
  ///   - rows: At least one row.
  ///   - embedder: The encoder.
  ///   - console: Where progress and notes go.
  /// - Returns: [rows, D]
  static func matrix(of rows: [Example], embedder: TextEmbedder, console: Console) throws -> Matrix {
    let matrix = Matrix(rows: rows.count, columns: embedder.dimensions)
    let foundBefore = embedder.store?.counts.found ?? 0
    var truncated = 0
    for start in stride(from: 0, to: rows.count, by: window) {
      let range = start..<min(start + window, rows.count)
      let vectors = try embedder.embed(
        Array(rows[range]),
        progress: { part in
          let done = Double(start) + part * Double(range.count)
          console.progress(done / Double(rows.count), "\(Figures.count(Int(done), "text")) encoded")
        })
      matrix.rows(range).copy(from: vectors.values)
      truncated += vectors.truncated
    }
    console.endProgress()
    if let store = embedder.store {
      if let fault = store.fault { console.warn("vectors are not kept for the next run: \(fault)") }
      let found = store.counts.found - foundBefore
      if found > 0 { console.note("\(Figures.count(found, "vector")) of an earlier run") }
    }
    if truncated > 0 {
      let share = Figures.percent(Double(truncated) / Double(rows.count))
      console.note("\(share) of the texts exceed \(Figures.count(embedder.maxLength, "token")) and were cut")
    }
    return matrix
  }
}
