/// What the distance between query and key adds to the scores in disentangled attention, before they are scaled: a number
/// that depends on the query's content, another on the key's (He et al., arXiv 2006.03654, section 3.1).
///
/// Legend: `A` heads, `T` tokens of the sequences at hand, `W` columns of a table.
package struct DistanceTerms: Sendable {
  /// A row for each head and token, head by head, `[A·T, W]`; nil where the architecture lacks the term.
  package struct Tables: Sendable {
    package var queries: Matrix?
    package var keys: Matrix?

    package init(queries: Matrix?, keys: Matrix?) {
      self.queries = queries
      self.keys = keys
    }
  }

  let tables: Tables
  let columns: DistanceColumns
  /// The token that the first row of each head belongs to.
  let firstToken: Int
  /// T
  let tokens: Int

  /// - Parameter tokens: Those that the tables have rows for.
  package init(_ tables: Tables, columns: DistanceColumns, tokens: Range<Int>) {
    self.tables = tables
    self.columns = columns
    firstToken = tokens.lowerBound
    self.tokens = tokens.count
  }

  func check(_ attention: Attention, boundaries: [Int], longest: Int) {
    precondition(attention.keyValueHeads == attention.heads, "distances of shared key heads")
    precondition(columns.longest >= longest, "the tables know too few distances")
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
          // The next key stands a row further down, and a column further on.
          let first = numbers + (keys.lowerBound * step + column)
          for (place, j) in keys.enumerated() { scores[j] += first[place &* (step &+ 1)] }
        } far: {
          scores[$0] += numbers[$0 &* step &+ $1]
        }
      }
    }
  }

  /// Sets a job's rows of the gradients to zero, by the thread that is about to add to them.
  func clear(_ gradients: Tables, _ job: AttentionJob) {
    let first = row(job, 0)
    for table in [gradients.queries, gradients.keys].compactMap({ $0 }) {
      table.rows(first..<first + job.count).fill(0)
    }
  }

  /// Adds the gradients of a block's scores to those of the tables, which each job has rows of its own in.
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
