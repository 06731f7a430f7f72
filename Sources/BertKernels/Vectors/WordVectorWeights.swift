/// The two tables of word vectors in training.
///
/// Legend: `D` values in a vector. Rows are padded with zeros to a multiple of eight, and stay zero there, so that no
/// loop has a remainder. Several threads may train at once without locks (Recht, Ré, Wright and Niu, "Hogwild!", NIPS
/// 2011): where two update a row at the same time, one of the updates may be lost.
package final class WordVectorWeights: @unchecked Sendable {
  /// D
  package let dimensions: Int
  /// The input vectors, which are the result; `[rows, D padded]`.
  package let inputs: Matrix
  /// The output vectors that they are compared with; `[rows, D padded]`.
  package let outputs: Matrix

  /// Creates both tables with zeros.
  package init(inputs: Int, outputs: Int, dimensions: Int) {
    self.dimensions = dimensions
    let padded = (dimensions + 7) / 8 * 8
    self.inputs = Matrix(rows: inputs, columns: padded)
    self.outputs = Matrix(rows: outputs, columns: padded)
  }

  /// A row of `inputs`, `[D]`.
  package func input(_ row: Int) -> [Float] { (0..<dimensions).map { inputs[row, $0] } }

  /// Fills the inputs with uniform numbers from −1/D to 1/D, each a function of its position and the seed.
  ///
  /// The range is that of fastText and gensim. With word2vec's, which is half of it, the vectors agree slightly less
  /// with human judgements of similarity.
  package func randomize(seed: UInt64) {
    let scale = 2 / Float(dimensions)
    for row in 0..<inputs.rows {
      let target = inputs.row(row)
      var state = WordVectorRandom(seed: seed, stream: UInt64(row))
      for column in 0..<dimensions { target[column] = (state.unit() - 0.5) * scale }
    }
  }
}
