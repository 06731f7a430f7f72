/// The two tables that word vectors are trained in, and their arithmetic.
///
/// `D`: numbers in a vector. Rows are padded with zeros to a multiple of eight, and stay zero there, so that no loop has
/// a remainder. Several threads may train at once without locks (Recht, Ré, Wright and Niu, "Hogwild!", NIPS 2011): a row
/// that two of them change at the same time may lose one of the changes, no more.
package final class WordVectorWeights: @unchecked Sendable {
  package let dimensions: Int
  /// [rows, D]: the vectors that are the result.
  package let inputs: Matrix
  /// [rows, D]: what they are compared with.
  package let outputs: Matrix

  /// Both tables with zeros.
  package init(inputs: Int, outputs: Int, dimensions: Int) {
    self.dimensions = dimensions
    let padded = (dimensions + 7) / 8 * 8
    self.inputs = Matrix(rows: inputs, columns: padded)
    self.outputs = Matrix(rows: outputs, columns: padded)
  }

  /// A row of `inputs`: [D].
  package func input(_ row: Int) -> [Float] { (0..<dimensions).map { inputs[row, $0] } }

  /// Uniform numbers of ±1/D in the inputs, each a function of its place and the seed.
  ///
  /// The range is that of fastText and gensim; word2vec's own, half of it, gives vectors that follow people's judgement of
  /// what is alike a little less.
  package func randomize(seed: UInt64) {
    let scale = 2 / Float(dimensions)
    for row in 0..<inputs.rows {
      let target = inputs.row(row)
      var state = WordVectorRandom(seed: seed, stream: UInt64(row))
      for column in 0..<dimensions { target[column] = (state.unit() - 0.5) * scale }
    }
  }
}
