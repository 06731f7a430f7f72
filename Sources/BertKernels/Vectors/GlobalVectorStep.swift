import CKernels

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The weighted number of co-occurrences of two words.
package struct Cooccurrence: Sendable {
  package let row: Int32
  package let column: Int32
  package let count: Float

  package init(row: Int32, column: Int32, count: Float) {
    self.row = row
    self.column = column
    self.count = count
  }
}

/// The training steps of GloVe, which fit the products of row vectors w and column vectors v to the logarithms of
/// co-occurrences by AdaGrad.
///
/// For an entry x: d = w · v + b + c − ln x, f = min(1, (x / x_max)^α) · d · rate; each parameter changes by −g / √G,
/// where g is f times the other vector's value (or f for a bias), and G is one plus the sum of g² so far.
///
/// Sources: Pennington, Socher and Manning, "GloVe: Global Vectors for Word Representation" (EMNLP 2014);
/// stanfordnlp/GloVe `glove.c`.
package struct GlobalVectorStep: Sendable {
  /// D
  package let dimensions: Int
  /// x_max
  package let ceiling: Float
  /// α
  package let power: Float
  /// The learning rate.
  package let rate: Float
  /// w, `[V, D + 1 padded]`: in each row the vector, then the bias.
  package let rows: Matrix
  /// v, in the same layout.
  package let columns: Matrix
  private let rowSquares: Matrix
  private let columnSquares: Matrix
  private let biasPlace: Int

  package init(words: Int, dimensions: Int, ceiling: Float, power: Float, rate: Float, seed: UInt64) {
    self.dimensions = dimensions
    self.ceiling = ceiling
    self.power = power
    self.rate = rate
    biasPlace = (dimensions + 7) / 8 * 8
    let width = biasPlace + 8
    rows = Matrix(rows: words, columns: width)
    columns = Matrix(rows: words, columns: width)
    rowSquares = Matrix(rows: words, columns: width)
    columnSquares = Matrix(rows: words, columns: width)
    rowSquares.fill(1)
    columnSquares.fill(1)
    let scale = 1 / Float(dimensions)
    for (table, matrix) in [rows, columns].enumerated() {
      for row in 0..<words {
        var random = WordVectorRandom(seed: seed &+ UInt64(table), stream: UInt64(row))
        for place in 0..<dimensions { matrix.row(row)[place] = (random.unit() - 0.5) * scale }
        matrix.row(row)[biasPlace] = (random.unit() - 0.5) * scale
      }
    }
  }

  /// w + v, the vector of a word, `[D]`.
  package func vector(_ word: Int) -> [Float] {
    (0..<dimensions).map { rows[word, $0] + columns[word, $0] }
  }

  /// Takes one step for each entry, in order. Other threads may take steps on other rows and columns at the same time.
  ///
  /// - Returns: Half the sum of the weighted squared errors.
  package func train(_ entries: ArraySlice<Cooccurrence>) -> Double {
    var loss = 0.0
    for entry in entries {
      precondition(
        entry.row >= 0 && entry.row < rows.rows && entry.column >= 0 && entry.column < columns.rows && entry.count > 0)
      loss += step(entry)
    }
    return loss
  }

  @inline(__always)
  private func step(_ entry: Cooccurrence) -> Double {
    let (w, v) = (rows.row(Int(entry.row)), columns.row(Int(entry.column)))
    let (p, q) = (rowSquares.row(Int(entry.row)), columnSquares.row(Int(entry.column)))
    var product = F8()
    for place in stride(from: 0, to: biasPlace, by: 8) { product = fma(load(w, place), load(v, place), product) }
    let error = sum(product) + w[biasPlace] + v[biasPlace] - log(entry.count)
    let weight = entry.count > ceiling ? 1 : pow(entry.count / ceiling, power)
    let f = splat(weight * error * rate)
    let (least, most) = (splat(-100), splat(100))
    for place in stride(from: 0, to: biasPlace, by: 8) {
      let (a, b) = (load(w, place), load(v, place))
      let g = lanesMin(lanesMax(f * b, least), most), h = lanesMin(lanesMax(f * a, least), most)
      let (s, t) = (load(p, place), load(q, place))
      store(a - g / squareRoot(s), w, place)
      store(b - h / squareRoot(t), v, place)
      store(fma(g, g, s), p, place)
      store(fma(h, h, t), q, place)
    }
    let g = Swift.min(Swift.max(f[0], -100), 100)
    w[biasPlace] -= g / p[biasPlace].squareRoot()
    v[biasPlace] -= g / q[biasPlace].squareRoot()
    p[biasPlace] += g * g
    q[biasPlace] += g * g
    return Double(weight * error * error) / 2
  }
}
