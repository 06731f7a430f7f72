import BertKernels
import Testing

/// One sum that takes over what another holds.
struct DrainTests {
  private func numbers(_ count: Int, _ factor: Int) -> [Float] {
    (0..<count).map { Float(($0 * factor) % 101) / 7 - 5 }
  }

  /// x + y element by element, and zeros in y, whatever the shape and the threads; a vector is long enough to be shared.
  @Test(arguments: [(1, 1), (1, 15), (1, 100_003), (3, 17), (700, 129)], [1, 3])
  func addsAndClears(shape: (rows: Int, columns: Int), threads: Int) {
    let count = shape.rows * shape.columns, left = numbers(count, 37), right = numbers(count, 53)
    let x = Matrix(rows: shape.rows, columns: shape.columns, values: left)
    let y = Matrix(rows: shape.rows, columns: shape.columns, values: right)
    Compute(threads: threads).drain(y, into: x)
    #expect(x.toArray() == zip(left, right).map { $0 + $1 })
    #expect(y.toArray().allSatisfy { $0 == 0 })
  }

  @Test(arguments: [1, 2]) func someRows(threads: Int) {
    let x = Matrix(rows: 5, columns: 9, values: numbers(45, 3)), y = Matrix(rows: 5, columns: 9, values: numbers(45, 5))
    let before = x.toArray(), kept = y.toArray()
    Compute(threads: threads).drain(y, into: x, rows: [4, 1])
    for row in 0..<5 {
      for column in 0..<9 {
        let place = 9 * row + column, isDrained = [1, 4].contains(row)
        #expect(x[row, column] == before[place] + (isDrained ? kept[place] : 0))
        #expect(y[row, column] == (isDrained ? 0 : kept[place]))
      }
    }
  }

  /// A view sees the memory of the whole.
  @Test func viewsOfOtherShapes() {
    let whole = Matrix(rows: 1, columns: 20, values: numbers(20, 3))
    let view = whole.view(from: 4, rows: 3, columns: 5)
    #expect(view.toArray() == Array(whole.toArray()[4..<19]))
    view[2, 4] = 9
    #expect(whole[0, 18] == 9)
  }
}
