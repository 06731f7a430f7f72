/// The terms of disentangled attention that the distance between query and key adds to the scores before they are
/// scaled: content-to-position, from the query, and position-to-content, from the key (He et al., arXiv 2006.03654,
/// section 3.1).
///
/// Legend: `A` heads, `T` tokens that the tables have rows for, `W` columns of a table.
package struct DistanceTerms: Sendable {
  /// The terms by distance, with a row for each head and token, head by head, `[A·T, W]`; nil where the architecture
  /// lacks the term.
  package struct Tables: Sendable {
    /// Content-to-position.
    package var queries: Matrix?
    /// Position-to-content.
    package var keys: Matrix?

    package init(queries: Matrix?, keys: Matrix?) {
      self.queries = queries
      self.keys = keys
    }
  }

  let tables: Tables
  let columns: DistanceColumns
  /// The token of the first row of each head.
  let firstToken: Int
  /// T
  let tokens: Int

  /// - Parameters:
  ///   - tables: The terms.
  ///   - columns: The column of each distance.
  ///   - tokens: The tokens that the tables have rows for.
  package init(_ tables: Tables, columns: DistanceColumns, tokens: Range<Int>) {
    self.tables = tables
    self.columns = columns
    firstToken = tokens.lowerBound
    self.tokens = tokens.count
  }

  /// Checks that the tables have all tokens of the sequences, and all distances of the longest.
  func check(_ attention: Attention, boundaries: [Int], longest: Int) {
    precondition(attention.keyValueHeads == attention.heads, "terms of distances with grouped queries")
    precondition(columns.longest >= longest, "the tables have too few distances")
    precondition(
      boundaries[0] >= firstToken && boundaries[boundaries.count - 1] <= firstToken + tokens,
      "the tables have no rows for some tokens")
    for table in [tables.queries, tables.keys].compactMap({ $0 }) {
      precondition(table.rows == attention.heads * tokens && table.columns >= columns.count)
    }
  }

  /// The row of a job's token in the tables.
  private func row(_ job: AttentionJob, _ token: Int) -> Int { job.head * tokens + job.first - firstToken + token }

  /// scores += the terms of `count` keys from `key` on and `rows` queries from `query` on.
  func add(
    to scores: UnsafeMutablePointer<Float>, stride: Int, rows: Int, _ job: AttentionJob, query: Int, key: Int,
    count: Int
  ) {
    for row in 0..<rows {
      let scores = scores + row * stride, query = query + row
      if let table = tables.queries {
        let numbers = table.row(self.row(job, query))
        columns.visit(query: query, key: key, count: count) { keys, column in
          addLanes(numbers + column, to: scores + keys.lowerBound, count: keys.count)
        } far: {
          scores[$0] += numbers[$1]
        }
      }
      if let table = tables.keys {
        let numbers = table.row(self.row(job, key)), step = table.stride
        columns.visit(query: query, key: key, count: count) { keys, column in
          // The next key has the next row and the next column.
          let first = numbers + (keys.lowerBound * step + column)
          for (place, j) in keys.enumerated() { scores[j] += first[place &* (step &+ 1)] }
        } far: {
          scores[$0] += numbers[$0 &* step &+ $1]
        }
      }
    }
  }

  /// Sets a job's rows of the gradients to zero, on the thread that adds to them next.
  func clear(_ gradients: Tables, _ job: AttentionJob) {
    let first = row(job, 0)
    for table in [gradients.queries, gradients.keys].compactMap({ $0 }) {
      table.rows(first..<first + job.count).fill(0)
    }
  }

  /// Adds the gradients of a block's scores to those of the tables, in which each job has rows of its own.
  func addGradients(
    of scores: UnsafePointer<Float>, stride: Int, rows: Int, _ job: AttentionJob, query: Int, key: Int, count: Int,
    to gradients: Tables
  ) {
    for row in 0..<rows {
      let scores = scores + row * stride, query = query + row
      if let table = gradients.queries {
        let numbers = table.row(self.row(job, query))
        columns.visit(query: query, key: key, count: count) { keys, column in
          addLanes(scores + keys.lowerBound, to: numbers + column, count: keys.count)
        } far: {
          numbers[$1] += scores[$0]
        }
      }
      if let table = gradients.keys {
        let numbers = table.row(self.row(job, key)), step = table.stride
        columns.visit(query: query, key: key, count: count) { keys, column in
          let first = numbers + (keys.lowerBound * step + column)
          for (place, j) in keys.enumerated() { first[place &* (step &+ 1)] += scores[j] }
        } far: {
          numbers[$0 &* step &+ $1] += scores[$0]
        }
      }
    }
  }
}
